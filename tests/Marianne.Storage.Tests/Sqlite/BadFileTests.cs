using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of files that cannot be used. The error names the file and what to do, and the file is not changed.</summary>
public sealed class BadFileTests : SqliteTestBase
{
    [Fact]
    public async Task A_missing_file_reads_as_an_empty_store_and_is_not_created()
    {
        IJobStore store = Open(Path.Combine(Folder.Path, "none", "state.db"));

        Assert.Null(await store.LoadAsync("nightly", Cancellation));
        Assert.False(await store.DeleteAsync("nightly", Cancellation));
        Assert.Equal(0, await store.CountAsync(JobQuery.All, Cancellation));
        Assert.Empty(await store.ListExecutionsAsync(new ExecutionQuery(), Cancellation).ToListAsync(Cancellation));
        await Fails(MarianneError.JobNotFound, () => store.GetStatisticsAsync("nightly", Cancellation).AsTask());
        await Fails(
            MarianneError.JobNotFound,
            () => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());

        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task The_folders_of_a_new_file_are_flushed()
    {
        string folder = Folder["new"];
        using var flushes = new FlushRecorder(Folder.Path, () => File.Exists(Path.Combine(folder, "state.db")).ToString());

        await Open(Path.Combine(folder, "state.db")).OpenAsync(mustExist: false, Cancellation);

        Assert.Equal([(Folder.Path, "False"), (folder, "True")], flushes.Recorded);
    }

    [Fact]
    public async Task A_missing_file_that_must_exist_is_an_error()
    {
        MarianneException error = await Fails(
            MarianneError.StoreNotFound, () => Open().OpenAsync(mustExist: true, Cancellation).AsTask());

        Assert.Contains(StatePath, error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder.Path));
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_is_rejected_and_not_changed()
    {
        File.WriteAllText(StatePath, string.Concat(Enumerable.Repeat("This is a letter to my mother. ", 100)));
        await IsRejected(MarianneError.NotAStore);
    }

    [Fact]
    public async Task A_folder_is_rejected()
    {
        Directory.CreateDirectory(StatePath);
        await Fails(MarianneError.NotAStore, () => Open().OpenAsync(mustExist: false, Cancellation).AsTask());
    }

    [Fact]
    public async Task Another_database_is_rejected_and_not_changed()
    {
        Fixture("learning-v15.db");
        await IsRejected(MarianneError.NotAStore);
    }

    [Fact]
    public async Task A_newer_file_is_rejected_and_not_changed()
    {
        Fixture("state-v4.db");
        using (var plain = new PlainSqlite(StatePath))
            plain.Execute("INSERT INTO schema_version VALUES (5, 'tomorrow')");

        MarianneException error = await IsRejected(MarianneError.StoreTooNew);
        Assert.Contains("5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_damaged_pages_is_rejected_and_not_changed()
    {
        Fixture("state-v4.db");
        byte[] bytes = File.ReadAllBytes(StatePath);
        Array.Fill(bytes, (byte)0xA5, 4096, bytes.Length - 4096);
        File.WriteAllBytes(StatePath, bytes);

        await IsRejected(MarianneError.StoreCorrupt);
    }

    [Fact]
    public async Task A_truncated_file_is_rejected_and_not_changed()
    {
        Fixture("state-v4.db");
        File.WriteAllBytes(StatePath, File.ReadAllBytes(StatePath)[..6000]);

        await IsRejected(MarianneError.StoreCorrupt);
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_read_only_file_can_be_read_but_not_written()
    {
        Fixture("state-v4.db");
        Assert.SkipUnless(Attribute("+i"), "The file cannot be made immutable here.");
        try
        {
            IJobStore store = Open();
            Job job = await Load(store, "job-05");
            job.Description = "changed";

            MarianneException error = await Fails(
                MarianneError.StoreReadOnly, () => store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation).AsTask());
            Assert.Contains(StatePath, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Attribute("-i");
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_created_is_an_error()
    {
        File.WriteAllText(Folder["file"], "");
        string path = Path.Combine(Folder["file"], "state.db");

        MarianneException error = await Fails(
            MarianneError.StoreFailed, () => Open(path).OpenAsync(mustExist: false, Cancellation).AsTask());
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Process")]
    public async Task A_full_disk_is_an_error_and_earlier_saves_are_intact()
    {
        using TinyDisk? disk = TinyDisk.Mount(Folder["disk"]);
        Assert.SkipWhen(disk is null, "No small disk can be mounted here.");
        string path = Path.Combine(Folder["disk"], "state.db");
        IJobStore store = Open(path);
        await SaveNew(store);

        var large = new Job("large", "large", 1, Time.GetUtcNow()) { Description = new string('x', 4_000_000) };
        await Fails(MarianneError.StoreFull, () => store.SaveAsync(large, SaveMode.IfUnchanged, Cancellation).AsTask());

        Assert.Null(await store.LoadAsync("large", Cancellation));
        Assert.Equal("Name of nightly", (await Load(store)).Name);
        await SaveNew(store, "small");
        await store.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_stays_locked_is_an_error_and_nothing_is_written()
    {
        IJobStore store = Open();
        await SaveNew(store);
        using var other = new PlainSqlite(StatePath);
        other.Execute("BEGIN IMMEDIATE");
        Time.AutoAdvanceAmount = TimeSpan.FromMinutes(1); // The clock ends the wait for the lock as soon as it is read.

        await Fails(MarianneError.StoreBusy, () => SaveNew(store, "second"));

        other.Execute("ROLLBACK");
        Assert.Equal(1, await store.CountAsync(JobQuery.All, Cancellation));
    }

    [Fact]
    public async Task The_wait_for_a_lock_can_be_cancelled()
    {
        IJobStore store = Open();
        Job job = await SaveNew(store);
        using var other = new PlainSqlite(StatePath);
        other.Execute("BEGIN IMMEDIATE");

        using var cancelled = new CancellationTokenSource();
        Task save = Task.Run(() => store.SaveAsync(job, SaveMode.Overwrite, cancelled.Token).AsTask(), Cancellation);
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => save);
    }

    [Fact]
    public async Task A_file_that_is_deleted_under_an_open_store_is_an_error()
    {
        IJobStore store = Open();
        Job job = await SaveNew(store);
        File.Delete(StatePath);

        await Fails(MarianneError.StoreNotFound, () => store.SaveAsync(job, SaveMode.Overwrite, Cancellation).AsTask());
        Assert.False(File.Exists(StatePath));
    }

    [Fact]
    public async Task A_closed_store_leaves_a_file_that_can_be_deleted()
    {
        IJobStore store = Open();
        await SaveNew(store);
        await store.DisposeAsync();

        Assert.Equal([StatePath], Directory.GetFiles(Folder.Path)); // No -wal and no -shm file: it is closed.
        await Fails(MarianneError.StoreClosed, () => store.LoadAsync("nightly", Cancellation).AsTask());
    }

    private Task<MarianneException> IsRejected(MarianneError expected) => IsRejected(
        expected,
        store => store.LoadAsync("job-05", Cancellation).AsTask(),
        store => SaveNew(store, "new"));
}
