using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Memory;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>
/// Copies to a folder that end at any step, as by a kill: an image of the folder is taken at each step and opened as a store.
/// </summary>
public sealed class JsonImportCrashTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 7, 5, 9, TimeSpan.Zero));
    private readonly FakeProcessList _processes = new();
    private readonly List<IAsyncDisposable> _stores = [];
    private int _images;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable store in _stores)
            await store.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_that_ends_at_any_step_is_complete_or_absent(bool replaces)
    {
        JsonJobStore destination = Open(_folder["jobs"]);
        await destination.SaveAsync(new Job("other", "other", 1, _time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        string? before = null;
        if (replaces)
        {
            await CopyAsync(await CreateAsync("old", attempts: 3, sheetHistory: 3), destination);
            before = await DescribeAsync(destination);
        }

        IJobStore source = await CreateAsync("new", attempts: 250, sheetHistory: 2);
        string after = await DescribeAsync(source);
        List<string> images;
        using (var steps = new FlushRecorder(_folder["jobs"], TakeImage))
        {
            await CopyAsync(source, destination);
            images = [.. steps.Recorded.Select(step => step.State)];
        }

        Assert.Equal(after, await DescribeAsync(destination));
        Assert.Equal(
            ["nightly.about", "nightly.history", "nightly.json", "nightly.lock", "nightly.sheets", "nightly.steps"],
            EntriesOf(_folder["jobs"], "nightly*"));
        Assert.InRange(images.Count, 10, 100);
        List<bool> complete = [];
        foreach (string image in images)
        {
            string? found = await DescribeAsync(Open(image));
            Assert.Contains(found, new[] { before, after });
            complete.Add(found == after);
            await CheckGoesOnAsync(image, found);
        }

        Assert.Equal(complete.Order(), complete); // Once it is complete, it stays so.
        Assert.Contains(false, complete);
    }

    /// <summary>Checks that the next writer finishes or removes what is left, and that a repeated copy succeeds.</summary>
    private async Task CheckGoesOnAsync(string image, string? found)
    {
        JsonJobStore store = Open(image);
        if (found is not null)
        {
            await store.UpdateSheetAsync("nightly", 3, new SheetUpdate.Skip("later"), Cancellation);
            Assert.Equal("later", (await store.LoadAsync("nightly", Cancellation))!.Sheets[2].ErrorMessage);
            Assert.Equal(3, (await store.LoadAsync("nightly", Cancellation))!.Sheets.Count);
        }
        else
        {
            await using var another = new MemoryJobStore(_time, _processes);
            await another.SaveAsync(new Job("another", "another", 1, _time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
            await CopyAsync(another, store, "another");
            Assert.Subset(new HashSet<string> { "nightly.lock" }, EntriesOf(image, "nightly*").ToHashSet());
        }

        Assert.Empty(Directory.GetDirectories(image, "*.cop*"));
    }

    [Fact]
    public async Task Opening_a_folder_finishes_a_replacement_and_removes_what_a_killed_copy_left()
    {
        JsonJobStore destination = Open(_folder["jobs"]);
        await CopyAsync(await CreateAsync("old", attempts: 3, sheetHistory: 3), destination);
        IJobStore source = await CreateAsync("new", attempts: 3, sheetHistory: 2);
        List<string> images;
        using (var steps = new FlushRecorder(_folder["jobs"], TakeImage))
        {
            await CopyAsync(source, destination);
            images = [.. steps.Recorded.Select(step => step.State)];
        }

        Assert.Contains(images, image => Directory.Exists(Path.Combine(image, "nightly.copied")));
        foreach (string image in images)
        {
            JsonJobStore store = Open(image);
            string before = await DescribeAsync(store);
            await store.OpenAsync(mustExist: true, Cancellation);
            Assert.Equal(before, await DescribeAsync(store));
            Assert.Empty(Directory.GetDirectories(image, "*.cop*"));
        }
    }

    private async Task<IJobStore> CreateAsync(string description, int attempts, int sheetHistory)
    {
        var store = new MemoryJobStore(_time, _processes);
        _stores.Add(store);
        _time.Advance(TimeSpan.FromSeconds(1));
        var job = new Job("nightly", "nightly", 3, _time.GetUtcNow()) { Description = description };
        job.Sheets[0].Status = SheetStatus.Completed;
        job.Sheets[0].Measures = Samples.Measures(_time.GetUtcNow());
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await store.RecordExecutionsAsync(
            [
                .. Enumerable.Range(1, attempts).Select(attempt => new Execution(
                    0, "nightly", 1, attempt, null, $"{description} {attempt}", 0, null, _time.GetUtcNow())),
            ],
            Cancellation);
        foreach (int? sheet in new int?[] { null, sheetHistory })
        {
            using var content = new MemoryStream([1, 2, 3]);
            await store.AttachHistoryAsync("nightly", sheet, content, Cancellation);
        }

        return store;
    }

    private static async Task CopyAsync(IJobStore source, IJobStore destination, string id = "nightly") =>
        await JobCopier.CopyAsync(id, source, destination, replace: true, Cancellation).ToListAsync(Cancellation);

    /// <summary>Returns everything of the job as one text, or <c>null</c> if it does not exist.</summary>
    private static async Task<string> DescribeAsync(IJobStore store)
    {
        if (await store.LoadAsync("nightly", Cancellation) is not { } job)
        {
            Assert.DoesNotContain("nightly", await store.ListAsync(JobQuery.All, Cancellation)
                .Select(listed => listed.Id).ToListAsync(Cancellation));
            return null!;
        }

        Job listed = await store.ListAsync(JobQuery.All, Cancellation).SingleAsync(one => one.Id == "nightly", Cancellation);
        Samples.AssertEqual(job, listed);
        var all = new ExecutionQuery { JobId = "nightly", OldestFirst = true, First = long.MaxValue };
        List<string?> outputs =
            await store.ListExecutionsAsync(all, Cancellation).Select(attempt => attempt.Output).ToListAsync(Cancellation);
        IEnumerable<string> histories = (await store.ListHistoriesAsync("nightly", Cancellation))
            .Select(history => $"{history.SheetNumber}:{history.Length}");
        return string.Join(
            '|', job.Description, job.UpdatedAt.ToString("O"), job.Sheets[0].Measures.Cost, outputs.Count, outputs[0],
            string.Join(',', histories));
    }

    private JsonJobStore Open(string path)
    {
        var store = new JsonJobStore(path, _time, _processes);
        _stores.Add(store);
        return store;
    }

    private string TakeImage()
    {
        string image = _folder[$"image-{++_images}"];
        foreach (string file in Directory.GetFiles(_folder["jobs"], "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(image, Path.GetRelativePath(_folder["jobs"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (!file.EndsWith(".lock", StringComparison.Ordinal)) // It is locked, and it is empty.
                File.Copy(file, copy);
        }

        return image;
    }

    private static IEnumerable<string> EntriesOf(string folder, string pattern) =>
        Directory.GetFileSystemEntries(folder, pattern).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);
}
