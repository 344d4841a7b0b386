using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>
/// Tests that a folder is flushed after each change of its entries, so that what a call has written survives a loss of power.
/// </summary>
public sealed class JsonFlushTests : JsonTestBase
{
    [Fact]
    public async Task A_save_flushes_the_folder_when_the_file_has_its_name()
    {
        using FlushRecorder flushes = Record();
        await SaveNew("nightly");
        Assert.Equal((Folder.Path, "nightly.json"), flushes.Recorded[^1]);

        flushes.Clear();
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);

        Assert.Equal(Folder.Path, flushes.Recorded[^1].Folder);
        Assert.Contains("in_progress", await File.ReadAllTextAsync(Folder["nightly.json"], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_of_a_new_store_and_its_parents_are_flushed()
    {
        using FlushRecorder flushes = Record();
        string parent = Folder["deep"];
        var store = new JsonJobStore(Path.Combine(parent, "jobs"), Time, Processes);

        await store.OpenAsync(mustExist: false, Cancellation);

        Assert.Equal([Folder.Path, parent], flushes.Recorded.Select(flush => flush.Folder));
    }

    [Fact]
    public async Task The_first_line_of_a_log_flushes_the_folder()
    {
        await SaveNew("nightly");
        using FlushRecorder flushes = Record();

        await Store.RecordExecutionsAsync([Attempt()], Cancellation);
        Assert.Equal([(Folder.Path, "nightly.history nightly.json")], flushes.Recorded);

        flushes.Clear();
        await Store.RecordExecutionsAsync([Attempt()], Cancellation);
        Assert.Empty(flushes.Recorded);
    }

    [Fact]
    public async Task Deleting_a_job_flushes_the_folder_before_and_after_its_companions_are_deleted()
    {
        await SaveNew("nightly");
        await Store.RecordExecutionsAsync([Attempt()], Cancellation);
        using FlushRecorder flushes = Record();

        await Store.DeleteAsync("nightly", Cancellation);

        Assert.Equal([(Folder.Path, "nightly.history"), (Folder.Path, "")], flushes.Recorded);
    }

    private static Execution Attempt() =>
        new(0, "nightly", 1, 1, null, "done", 0, null, new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero));

    private FlushRecorder Record() => new(Folder.Path, () => string.Join(' ', Directory.EnumerateFiles(Folder.Path)
        .Select(Path.GetFileName)
        .Where(name => !name!.EndsWith(".lock", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)));

    private async Task SaveNew(string id) =>
        await Store.SaveAsync(new Job(id, id, 3, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
}
