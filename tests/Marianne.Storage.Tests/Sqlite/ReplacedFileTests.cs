using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>
/// Tests of files that are removed or replaced while a store is open. Nothing is confirmed that others cannot find.
/// </summary>
[Trait("Platform", "Unix")] // Windows does not let an open file be removed.
public sealed class ReplacedFileTests : SqliteTestBase
{
    public static TheoryData<string, Func<IJobStore, Job, CancellationToken, Task>> Writes => new()
    {
        { "save", (store, job, token) => store.SaveAsync(job, SaveMode.Overwrite, token).AsTask() },
        { "new", (store, _, token) => store.SaveAsync(new Job("x", "x", 1, default), SaveMode.Overwrite, token).AsTask() },
        { "sheet", (store, _, token) => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), token).AsTask() },
        { "job", (store, _, token) => store.UpdateAsync("nightly", new JobUpdate.Cancel(), token).AsTask() },
        { "delete", (store, _, token) => store.DeleteAsync("nightly", token).AsTask() },
        { "attempt", (store, _, token) => store.RecordExecutionsAsync([new Execution(0, "nightly", 1, 1, null, null, 0, null, default)], token).AsTask() },
        { "attach", (store, _, token) => store.AttachHistoryAsync("nightly", 1, new MemoryStream([1]), token).AsTask() },
        { "read", (store, _, token) => store.LoadAsync("nightly", token).AsTask() },
        { "list", (store, _, token) => store.ListAsync(JobQuery.All, token).ToListAsync(token).AsTask() },
    };

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_file_that_is_removed_is_an_error(string what, Func<IJobStore, Job, CancellationToken, Task> use)
    {
        (IJobStore store, Job job) = await OpenAndRead();
        RemoveAll();

        await Fails(MarianneError.StoreNotFound, () => use(store, job, Cancellation));
        Assert.Empty(Directory.GetFiles(Folder.Path, "state.db*"));
        Assert.NotEmpty(what);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_file_that_is_replaced_is_an_error(string what, Func<IJobStore, Job, CancellationToken, Task> use)
    {
        (IJobStore store, Job job) = await OpenAndRead();
        RemoveAll();
        await using (IJobStore other = CreateStore(StatePath))
            await SaveNew(other, "other");
        byte[] before = File.ReadAllBytes(StatePath);

        MarianneException error = await Fails(MarianneError.StoreReplaced, () => use(store, job, Cancellation));
        Assert.Contains(StatePath, error.Message, StringComparison.Ordinal);
        Assert.True(error.IsStoreBroken);
        Assert.NotEmpty(what);
        await store.DisposeAsync();
        Assert.Equal(before, File.ReadAllBytes(StatePath));
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_folder_in_place_of_the_file_is_a_replaced_store(
        string what, Func<IJobStore, Job, CancellationToken, Task> use)
    {
        (IJobStore store, Job job) = await OpenAndRead();
        RemoveAll();
        Directory.CreateDirectory(StatePath);

        await Fails(MarianneError.StoreReplaced, () => use(store, job, Cancellation));
        Assert.Empty(Directory.GetFileSystemEntries(StatePath));
        Assert.NotEmpty(what);
    }

    [Fact]
    public async Task A_file_that_is_moved_over_the_open_one_is_an_error()
    {
        (IJobStore store, Job job) = await OpenAndRead();
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute($"VACUUM INTO '{Folder["backup.db"]}'");
        File.Move(Folder["backup.db"], StatePath, overwrite: true);

        await Fails(MarianneError.StoreReplaced, () => store.SaveAsync(job, SaveMode.Overwrite, Cancellation).AsTask());
    }

    [Fact]
    public async Task A_file_that_is_removed_during_a_write_is_an_error()
    {
        await using var store = new SqliteLearningStore(StatePath, Time);
        await store.OpenAsync(mustExist: false, Cancellation);

        await Fails(MarianneError.StoreNotFound, () => store.UpdateCircuitAsync("claude", Change, Cancellation).AsTask());

        Circuit Change(Circuit? existing)
        {
            RemoveAll(); // The transaction is committed afterwards.
            return existing ?? new Circuit { Name = "claude" };
        }
    }

    [Fact]
    public async Task Opening_the_store_again_accepts_the_file_that_is_there_now()
    {
        (IJobStore store, _) = await OpenAndRead();
        RemoveAll();
        await using (IJobStore other = CreateStore(StatePath))
            await SaveNew(other, "other");

        await store.OpenAsync(mustExist: true, Cancellation);

        Assert.Null(await store.LoadAsync("nightly", Cancellation));
        await SaveNew(store, "second");
        Assert.Equal(2, await CreateStore(StatePath).CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task Opening_the_store_again_creates_a_removed_file()
    {
        (IJobStore store, _) = await OpenAndRead();
        RemoveAll();

        await Fails(MarianneError.StoreNotFound, () => store.OpenAsync(mustExist: true, Cancellation).AsTask());
        await store.OpenAsync(mustExist: false, Cancellation);
        await SaveNew(store);

        Assert.Equal("Name of nightly", (await Load(CreateStore(StatePath))).Name);
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-shm")]
    public async Task A_companion_that_is_removed_is_an_error_and_nothing_is_lost(string extension)
    {
        IJobStore store = Open();
        await SaveNew(store);
        File.Delete(StatePath + extension);

        MarianneException error = await Fails(MarianneError.StoreCorrupt, () => SaveNew(store, "lost"));

        Assert.Contains(StatePath + extension, error.Message, StringComparison.Ordinal);
        await SaveNew(store, "second");
        await store.DisposeAsync();
        await using IJobStore again = CreateStore(StatePath);
        Assert.Equal(
            ["nightly", "second"], await again.ListAsync(JobQuery.All, Cancellation).Select(job => job.Id).Order().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_log_that_is_removed_is_an_error_of_a_read()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Load(store);
        File.Delete(StatePath + "-wal");

        await FailsNaming(StatePath + "-wal", MarianneError.StoreCorrupt, () => store.LoadAsync("nightly", Cancellation).AsTask());
    }

    [Fact]
    public async Task An_index_that_is_removed_is_an_error_of_a_read_once_the_log_has_changed()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await Load(store);
        File.Delete(StatePath + "-shm");
        File.SetLastWriteTimeUtc(StatePath + "-wal", Time.GetUtcNow().UtcDateTime); // As by a writer with another index.

        await FailsNaming(StatePath + "-shm", MarianneError.StoreCorrupt, () => store.LoadAsync("nightly", Cancellation).AsTask());
    }

    [Fact]
    public async Task A_log_that_is_cut_is_an_error()
    {
        IJobStore store = Open();
        await SaveNew(store, sheets: 500);
        await using (var log = new FileStream(StatePath + "-wal", FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            log.SetLength(0);

        await FailsNaming(StatePath, MarianneError.StoreCorrupt, () => Open().LoadAsync("nightly", Cancellation).AsTask());
    }

    [Fact]
    public async Task A_link_to_the_file_is_followed()
    {
        string target = Directory.CreateDirectory(Folder["data"]).FullName;
        File.CreateSymbolicLink(StatePath, Path.Combine(target, "real.db"));
        await File.WriteAllBytesAsync(Path.Combine(target, "real.db"), [], Cancellation);
        IJobStore store = Open();
        await SaveNew(store);
        Assert.True(File.Exists(Path.Combine(target, "real.db-wal")));

        File.Delete(Path.Combine(target, "real.db-wal"));
        await Fails(MarianneError.StoreCorrupt, () => SaveNew(store, "lost"));
    }

    private async Task<(IJobStore Store, Job Job)> OpenAndRead()
    {
        await using (IJobStore creator = CreateStore(StatePath))
            await SaveNew(creator);
        IJobStore store = Open();
        return (store, await Load(store)); // It has only read so far.
    }

    private void RemoveAll()
    {
        foreach (string file in Directory.GetFiles(Folder.Path, "state.db*"))
            File.Delete(file);
    }
}
