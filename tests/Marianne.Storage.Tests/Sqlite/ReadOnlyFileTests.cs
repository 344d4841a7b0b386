using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of files that can only be read: reading works, writing is an error, and nothing is created.</summary>
[Trait("Category", "Process")]
[Trait("Platform", "Unix")]
public sealed class ReadOnlyFileTests : SqliteTestBase
{
    private static readonly LearnedRecovery Recovery =
        new() { ErrorCode = "E101", ActualWait = TimeSpan.FromSeconds(5), Recovered = true };

    private string Data => Directory.CreateDirectory(Folder["data"]).FullName;

    private string DataFile => Path.Combine(Data, "state.db");

    [Fact]
    public async Task A_closed_file_can_be_read_and_copied_but_not_written()
    {
        await using (IJobStore writer = CreateStore(DataFile))
            await SaveNew(writer);

        await IsReadable("nightly");
    }

    [Fact]
    public async Task The_log_of_a_process_that_was_killed_is_read()
    {
        await CopyOpenFile(withIndex: true);
        await IsReadable("nightly", "unmerged");
    }

    [Fact]
    public async Task The_log_is_read_although_its_index_is_missing()
    {
        await CopyOpenFile(withIndex: false);
        await IsReadable("nightly", "unmerged");
    }

    [Fact]
    public async Task An_older_file_can_be_read()
    {
        Fixture("state-v2.db");
        File.Move(StatePath, DataFile);
        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(Data);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");
        IJobStore store = Open(DataFile);

        await store.OpenAsync(mustExist: true, Cancellation);
        List<Job> jobs = await store.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation);
        Assert.NotEmpty(jobs);
        Assert.All(jobs, job => Assert.Empty(job.Unreadable));
        await Fails(MarianneError.StoreReadOnly, () => SaveNew(store, "new"));
    }

    [Fact]
    public async Task A_file_that_another_process_changes_is_read_as_it_is_now()
    {
        await using (IJobStore writer = CreateStore(DataFile))
            await SaveNew(writer);
        string view = Directory.CreateDirectory(Folder["view"]).FullName;
        Assert.SkipUnless(TinyDisk.Run("mount", "--bind", Data, view), "A folder cannot be mounted here.");
        try
        {
            Assert.True(TinyDisk.Run("mount", "-o", "remount,bind,ro", view));
            IJobStore store = Open(Path.Combine(view, "state.db"));
            Assert.Equal(1, await store.CountAsync(JobQuery.All, Cancellation));

            await using (IJobStore writer = CreateStore(DataFile))
            {
                await SaveNew(writer, "second");
                Assert.Equal(2, await store.CountAsync(JobQuery.All, Cancellation)); // Through the log of the writer.
            }

            Assert.Equal(2, await store.CountAsync(JobQuery.All, Cancellation));
        }
        finally
        {
            TinyDisk.Run("umount", "-l", view);
        }
    }

    [Fact]
    public async Task A_file_that_becomes_writable_is_written()
    {
        await using (IJobStore writer = CreateStore(DataFile))
            await SaveNew(writer);
        IJobStore store = Open(DataFile);
        using (ReadOnlyDisk? disk = ReadOnlyDisk.Mount(Data))
        {
            Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");
            await Fails(MarianneError.StoreReadOnly, () => SaveNew(store, "second"));
        }

        await SaveNew(store, "second");
        Assert.Equal(2, await store.CountAsync(JobQuery.All, Cancellation));
        Assert.False(store.IsReadOnly);
    }

    [Fact]
    public async Task A_store_cannot_be_created_on_a_read_only_disk()
    {
        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(Data);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");

        MarianneException error = await Fails(
            MarianneError.StoreReadOnly, () => Open(DataFile).OpenAsync(mustExist: false, Cancellation).AsTask());
        Assert.Contains(DataFile, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_learning_file_can_be_read_but_not_written()
    {
        string path = Path.Combine(Data, "learning.db");
        await using (var writer = new SqliteLearningStore(path, Time))
            await writer.RecordRecoveriesAsync([Recovery], Cancellation);
        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(Data);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");

        await using var store = new SqliteLearningStore(path, Time);
        await store.OpenAsync(mustExist: true, Cancellation);
        Assert.True(store.IsReadOnly);
        Assert.Equal(1, await store.CountRecoveriesAsync(new(), Cancellation));
        await Fails(
            MarianneError.StoreReadOnly,
            () => store.RecordRecoveriesAsync([Recovery], Cancellation).AsTask());
    }

    /// <summary>Copies the files of a store while it is open, when its last job is only in the log.</summary>
    private async Task CopyOpenFile(bool withIndex)
    {
        await using (IJobStore first = CreateStore(StatePath))
            await SaveNew(first);
        IJobStore open = Open();
        await SaveNew(open, "unmerged");
        Assert.True(new FileInfo(StatePath + "-wal").Length > 0);

        string[] extensions = withIndex ? ["", "-wal", "-shm"] : ["", "-wal"];
        foreach (string extension in extensions)
            TinyDisk.Run("cp", StatePath + extension, DataFile + extension);
    }

    private async Task IsReadable(params string[] ids)
    {
        using ReadOnlyDisk? disk = ReadOnlyDisk.Mount(Data);
        Assert.SkipWhen(disk is null, "A folder cannot be made read-only here.");
        string[] before = Directory.GetFiles(Data);
        IJobStore store = Open(DataFile);

        await store.OpenAsync(mustExist: false, Cancellation);
        Assert.True(store.IsReadOnly);
        List<string> found = await store.ListAsync(JobQuery.All, Cancellation).Select(job => job.Id).ToListAsync(Cancellation);
        Assert.Equal(ids.Order(), found.Order());

        await using IJobStore destination = CreateStore(Folder["copy.db"]);
        await foreach (long _ in JobCopier.CopyAsync(ids[^1], store, destination, replace: false, Cancellation))
        {
            // Each step is a batch of attempts.
        }

        Assert.Equal($"Name of {ids[^1]}", (await Load(destination, ids[^1])).Name);

        MarianneException error = await Fails(MarianneError.StoreReadOnly, () => SaveNew(store, "new"));
        Assert.Contains(DataFile, error.Message, StringComparison.Ordinal);
        await Fails(
            MarianneError.StoreReadOnly,
            () => store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Skip(), Cancellation).AsTask());
        await Fails(MarianneError.StoreReadOnly, () => store.DeleteAsync("nightly", Cancellation).AsTask());
        Assert.Equal(before, Directory.GetFiles(Data));
    }
}
