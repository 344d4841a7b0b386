using System.Runtime.Versioning;
using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Tests.Conformance;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

public sealed class JsonJobStoreTests : JobStoreConformance
{
    private readonly TemporaryFolder _temporary = new();

    private string Folder => _temporary["store"];

    protected override IJobStore CreateStore() => new JsonJobStore(Folder, Time, Processes);

    protected override IJobStore CreateSecondStore() => CreateStore();

    protected override IJobStore CreateContender() => new JsonJobStore(Folder, TimeProvider.System, Processes);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _temporary.Dispose();
    }

    [Fact]
    public void Its_location_is_the_folder() => Assert.Equal(Folder, Store.Location);

    [Fact]
    public async Task A_missing_folder_reads_as_an_empty_store_and_is_not_created()
    {
        Assert.Null(await Store.LoadAsync("nightly", Cancellation));
        Assert.Empty(await List());
        Assert.Equal(0, await Store.CountAsync(JobQuery.All, Cancellation));
        Assert.Empty(await Executions(new ExecutionQuery()));
        Assert.False(await Store.DeleteAsync("nightly", Cancellation));
        await Fails(MarianneError.JobNotFound, () => UpdateSheet(1, StartHere).AsTask());
        await Fails(MarianneError.JobNotFound, () => Store.RecordExecutionsAsync([Attempt(1)], Cancellation).AsTask());
        MarianneException missing = await Fails(
            MarianneError.StoreNotFound, () => Store.OpenAsync(mustExist: true, Cancellation).AsTask());

        Assert.Contains(Folder, missing.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task An_attached_history_is_ignored_for_a_later_job_with_the_same_id()
    {
        await SaveNew();
        await Attach("before");
        string file = Path.Combine(Folder, "nightly.json");
        string content = await File.ReadAllTextAsync(file, Cancellation);

        // As the Python implementation does, which ignores the companion files.
        string later = content.Replace("2026-03-01T07:05:09.123456Z", "2026-04-01T07:05:09.123456Z", StringComparison.Ordinal);
        Assert.NotEqual(content, later);
        await File.WriteAllTextAsync(file, later, Cancellation);

        Assert.Null(await Attached());
        Assert.Empty(await Store.ListHistoriesAsync("nightly", Cancellation));
        await Attach("after");
        Assert.Equal("after", await Attached());
        Assert.True(await Store.DeleteAsync("nightly", Cancellation));
        Assert.Empty(Directory.GetDirectories(Folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_folder_and_its_files_are_readable_only_by_their_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        await Store.OpenAsync(mustExist: false, Cancellation);
        await SaveNew(change: job => job.Description = "secret");
        await UpdateSheet(1, StartHere);
        await Store.RecordExecutionsAsync([Attempt(1)], Cancellation);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
        Assert.All(
            Directory.GetFiles(Folder),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_path_to_a_file_is_not_a_store()
    {
        await File.WriteAllTextAsync(Folder, "text", Cancellation);

        await Fails(MarianneError.NotAStore, () => Store.OpenAsync(mustExist: false, Cancellation).AsTask());
        await Fails(MarianneError.NotAStore, () => Store.LoadAsync("nightly", Cancellation).AsTask());
        await Fails(MarianneError.NotAStore, () => SaveNew());
        await Fails(MarianneError.NotAStore, () => List());

        Assert.Equal("text", await File.ReadAllTextAsync(Folder, Cancellation));
    }

    [Theory]
    [InlineData("nightly", "nightly")]
    [InlineData("naïve-job ✓", "naïve-job__")]
    [InlineData("../a/b", "___a_b")]
    [InlineData("a²_½-九", "a²_½-九")]
    [InlineData("🎼", "_")]
    public async Task A_file_has_the_name_that_the_Python_implementation_gives_it(string id, string stem)
    {
        await SaveNew(id);

        Assert.Equal([stem], JobStems());
    }

    [Fact]
    public async Task A_hash_is_added_if_two_jobs_would_share_a_file_or_the_name_is_not_allowed()
    {
        foreach (string id in (string[])["a b", "a/b", "NUL", "com1", new string('ü', 130)])
            await SaveNew(id);

        Assert.Equal(["NUL-", "a_b", "a_b-", "com1-", "üüü"], JobStems().Select(Unhashed).Order(StringComparer.Ordinal));
        Assert.All(
            Directory.GetFiles(Folder),
            file => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Path.GetFileName(file)), 1, 255));

        static string Unhashed(string stem) =>
            stem.Length > 8 ? stem[..^8] is ['ü', ..] ? "üüü" : stem[..^8] : stem;
    }

    [Fact]
    public async Task A_deleted_job_leaves_only_its_lock_file()
    {
        await SaveNew(change: job => (job.Description, job.Tag) = ("text", ["tag"]));
        await UpdateSheet(1, StartHere);
        await Store.RecordExecutionsAsync([Attempt(1)], Cancellation);

        await Store.DeleteAsync("nightly", Cancellation);

        Assert.Equal(["nightly.lock"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_of_a_job_that_the_Python_implementation_deleted_are_ignored_for_the_next_job()
    {
        await SaveNew(change: job => (job.Description, job.Tag) = ("the old one", ["old"]));
        await UpdateSheet(1, StartHere);
        await Store.RecordExecutionsAsync([Attempt(1)], Cancellation);
        File.Delete(Path.Combine(Folder, "nightly.json"));
        Assert.Empty(await Executions(new ExecutionQuery()));

        await SaveNew();

        Assert.Null((await Load()).Description);
        Assert.Empty((await Load()).Tag);
        Assert.Empty(await ListIds(new JobQuery { Tag = _ => true }));
        Assert.Empty(await Executions(new ExecutionQuery()));
    }

    [Fact]
    public async Task Concurrent_writers_of_two_stores_lose_nothing()
    {
        await using var one = new JsonJobStore(Folder, TimeProvider.System, Processes);
        await using var other = new JsonJobStore(Folder, TimeProvider.System, Processes);
        await SaveNew(sheets: 20);

        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => Task.Run(async () =>
        {
            JsonJobStore store = number % 2 == 0 ? one : other;
            await store.UpdateSheetAsync("nightly", number, StartHere, Cancellation);
            await store.RecordExecutionsAsync([Attempt(number)], Cancellation);
        })));

        Assert.All((await Load()).Sheets, sheet => Assert.Equal(SheetStatus.InProgress, sheet.Status));
        Assert.Equal(
            Enumerable.Range(1, 20).Select(id => (long)id),
            (await Executions(new ExecutionQuery())).Select(execution => execution.Id).Order());
    }

    [Fact]
    public async Task A_job_that_another_process_locks_for_too_long_is_busy()
    {
        await SaveNew();
        await using var held = new FileStream(
            Path.Combine(Folder, "nightly.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Task<SheetUpdateResult> waiting = UpdateSheet(1, StartHere).AsTask();
        for (int second = 0; !waiting.IsCompleted && second < 100_000; second++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        MarianneException busy = await Fails(MarianneError.StoreBusy, () => waiting);
        Assert.Contains("nightly.lock", busy.Message, StringComparison.Ordinal);
        Assert.NotNull(await Store.LoadAsync("nightly", Cancellation));
    }

    [Fact]
    public async Task Waiting_for_a_job_that_another_process_locks_can_be_cancelled()
    {
        await SaveNew();
        await using var held = new FileStream(
            Path.Combine(Folder, "nightly.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var cancel = new CancellationTokenSource();

        Task<SheetUpdateResult> waiting = Store.UpdateSheetAsync("nightly", 1, StartHere, cancel.Token).AsTask();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    private IEnumerable<string> JobStems() =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!);
}
