using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of write-ahead logs that are cut off or left behind, while a store is open.</summary>
[Trait("Platform", "Unix")] // Windows does not let an open file be cut or replaced.
public sealed class LogFileTests : SqliteTestBase
{
    private string Log => StatePath + "-wal";

    private string Index => StatePath + "-shm";

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(20_000)]
    public async Task A_log_that_is_cut_is_an_error_before_the_next_write(int length)
    {
        IJobStore store = await OpenWithMergedJob("merged");
        for (int number = 1; number <= 5; number++)
            await SaveNew(store, $"job-{number}");
        byte[] before = File.ReadAllBytes(StatePath);
        Cut(length);

        MarianneException error = await Fails(MarianneError.StoreCorrupt, () => SaveNew(store, "lost"));

        Assert.Contains(Log, error.Message, StringComparison.Ordinal);
        Assert.Equal(length, new FileInfo(Log).Length);
        await store.DisposeAsync();
        Assert.Equal(before, File.ReadAllBytes(StatePath));
        Assert.Equal("Name of merged", (await Load(Open(), "merged")).Name);
    }

    [Fact]
    public async Task A_log_that_is_cut_is_an_error_of_a_read()
    {
        IJobStore store = await OpenWithMergedJob("merged");
        await SaveNew(store);
        Cut(0);

        await Fails(MarianneError.StoreCorrupt, () => store.LoadAsync("merged", Cancellation).AsTask());
    }

    [Fact]
    public async Task A_log_that_is_cut_is_an_error_of_each_store_that_uses_it()
    {
        IJobStore store = await OpenWithMergedJob("merged");
        await SaveNew(store);
        IJobStore other = Open();
        await SaveNew(other, "other");

        Cut(0);
        await Fails(MarianneError.StoreCorrupt, () => SaveNew(other, "lost"));
        await Fails(MarianneError.StoreCorrupt, () => SaveNew(store, "lost"));
    }

    [Fact]
    public async Task A_log_that_is_cut_is_not_merged_when_the_store_is_closed()
    {
        IJobStore store = await OpenWithMergedJob("merged");
        await SaveNew(store);
        byte[] before = File.ReadAllBytes(StatePath);
        Cut(0);

        await store.DisposeAsync();

        Assert.Equal(before, File.ReadAllBytes(StatePath));
        Assert.Equal("Name of merged", (await Load(Open(), "merged")).Name);
    }

    [Fact]
    public async Task A_log_that_is_cut_during_a_write_is_an_error_and_nothing_is_written()
    {
        string path = Folder["learning.db"];
        await using (var creator = new SqliteLearningStore(path, Time))
            await creator.UpdateCircuitAsync("merged", Create, Cancellation);
        var store = new SqliteLearningStore(path, Time);
        await store.UpdateCircuitAsync("claude", Create, Cancellation);
        byte[] before = File.ReadAllBytes(path);

        await Fails(MarianneError.StoreCorrupt, () => store.UpdateCircuitAsync("lost", Change, Cancellation).AsTask());

        Assert.Equal(0, new FileInfo(path + "-wal").Length);
        await store.DisposeAsync();
        Assert.Equal(before, File.ReadAllBytes(path));

        Circuit Create(Circuit? existing) => existing ?? new Circuit { Name = "claude" };

        Circuit Change(Circuit? existing)
        {
            Cut(path + "-wal", 0);
            return Create(existing);
        }
    }

    [Theory]
    [InlineData("TRUNCATE")]
    [InlineData("RESTART")]
    [InlineData("FULL")]
    public async Task A_log_that_another_connection_has_merged_is_sound(string mode)
    {
        IJobStore store = Open();
        for (int number = 1; number <= 5; number++)
            await SaveNew(store, $"job-{number}");
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute("PRAGMA journal_size_limit = 0");
            plain.Execute($"PRAGMA wal_checkpoint({mode})");
            plain.Execute("UPDATE jobs SET name = 'Other' WHERE id = 'job-1'");
        }

        await SaveNew(store, "after");
        Assert.Equal(6, await store.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task A_connection_that_merges_the_log_all_the_time_causes_no_error()
    {
        IJobStore store = Open();
        await SaveNew(store);
        var merging = Task.Run(
            () =>
            {
                using var plain = new PlainSqlite(StatePath);
                for (int round = 0; round < 200; round++)
                    plain.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
            },
            Cancellation);

        for (int number = 1; number <= 100; number++)
            await SaveNew(store, $"job-{number}");
        await merging;

        Assert.Equal(101, await store.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task The_log_of_a_replaced_file_is_not_merged_into_the_new_one()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute($"VACUUM INTO '{Folder["backup.db"]}'");
        await SaveNew(store, "later");
        byte[] backup = File.ReadAllBytes(Folder["backup.db"]);
        File.Move(Folder["backup.db"], StatePath, overwrite: true);

        MarianneException replaced = await Fails(MarianneError.StoreReplaced, () => SaveNew(store, "lost"));
        Assert.Contains($"If '{Log}' and '{Index}' are still there", replaced.Message, StringComparison.Ordinal);
        await store.DisposeAsync();

        IJobStore again = Open();
        MarianneException left = await Fails(
            MarianneError.StoreCorrupt, () => again.OpenAsync(mustExist: true, Cancellation).AsTask());
        Assert.Contains($"move '{Log}' and '{Index}' away", left.Message, StringComparison.Ordinal);
        Assert.Equal(backup, File.ReadAllBytes(StatePath));

        File.Delete(Log);
        File.Delete(Index);
        await again.OpenAsync(mustExist: true, Cancellation);
        Assert.Equal(1, await again.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task A_newer_version_that_upgrades_the_open_file_is_an_error_of_the_next_write()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("INSERT INTO schema_version VALUES (5, 'tomorrow')");

        MarianneException error = await Fails(MarianneError.StoreTooNew, () => SaveNew(store, "lost"));

        Assert.Contains("schema version 5", error.Message, StringComparison.Ordinal);
        using var after = new PlainSqlite(StatePath);
        Assert.Equal(1L, after.Scalar("SELECT count(*) FROM jobs"));
    }

    /// <summary>Opens a store whose file has a job, and whose log is still empty.</summary>
    private async Task<IJobStore> OpenWithMergedJob(string id)
    {
        await using (IJobStore creator = CreateStore(StatePath))
            await SaveNew(creator, id);
        IJobStore store = Open();
        await store.OpenAsync(mustExist: true, Cancellation);
        return store;
    }

    private void Cut(int length) => Cut(Log, length);

    private static void Cut(string path, int length)
    {
        using var log = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Assert.True(log.Length > length);
        log.SetLength(length);
    }
}
