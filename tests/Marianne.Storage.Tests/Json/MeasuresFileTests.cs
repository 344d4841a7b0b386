using Marianne.Jobs;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>Tests of the file of measures, whose notes are valid only for the attempt that they belong to.</summary>
public sealed class MeasuresFileTests : JsonTestBase
{
    private static readonly SheetMeasures Measured = new() { ErrorCode = "E101", Cost = 0.5m };

    private string JobPath => Folder["nightly.json"];

    private string NotesPath => Folder["nightly.sheets"];

    [Fact]
    public async Task The_file_exists_only_while_there_are_measures_and_the_jobs_own_file_has_none_of_them()
    {
        Job job = await SaveNew();
        await Start(1);
        Assert.False(File.Exists(NotesPath));

        await Start(2, Measured);
        string notes = await File.ReadAllTextAsync(NotesPath, Cancellation);
        Assert.Contains("\"2\":{\"attempt_count\":1", notes, StringComparison.Ordinal);
        Assert.DoesNotContain("E101", await File.ReadAllTextAsync(JobPath, Cancellation), StringComparison.Ordinal);

        job = await Load();
        job.Sheets[1].Measures = SheetMeasures.None;
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.False(File.Exists(NotesPath));
    }

    [Theory]
    [InlineData("\"attempt_count\": 1", "\"attempt_count\": 2")]
    [InlineData("\"started_at\": \"2026-12-01T10:00:00.000000Z\"", "\"started_at\": \"2026-12-01T10:00:01Z\"")]
    [InlineData("\"created_at\": \"2026-12-01T10:00:00.000000Z\"", "\"created_at\": \"2026-11-01T10:00:00.000000Z\"")]
    public async Task A_note_of_another_attempt_or_job_is_ignored(string here, string theirs)
    {
        await SaveNew();
        await Start(1, Measured);
        string text = await File.ReadAllTextAsync(JobPath, Cancellation);
        Assert.Contains(here, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(JobPath, text.Replace(here, theirs, StringComparison.Ordinal), Cancellation);

        Sheet sheet = (await Load()).Sheets[0];
        Assert.Equal(SheetMeasures.None, sheet.Measures);
        Assert.Empty(sheet.Unreadable);

        await Start(1, Measured);
        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);
    }

    [Fact]
    public async Task A_time_in_another_format_is_the_same_attempt()
    {
        await SaveNew();
        await Start(1, Measured);
        string text = await File.ReadAllTextAsync(JobPath, Cancellation);
        await File.WriteAllTextAsync(
            JobPath, text.Replace("10:00:00.000000Z", "10:00:00+00:00", StringComparison.Ordinal), Cancellation);

        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);
    }

    [Fact]
    public async Task An_unreadable_note_is_reported_and_kept_and_the_others_are_read()
    {
        await SaveNew();
        await Start(1, Measured);
        await Start(2, Measured);
        await Spoil("\"cost\":0.5", "\"cost\":\"free\"");

        Job job = await Load();
        UnreadableValue unreadable = job.Sheets[0].Unreadable[nameof(Sheet.Measures)];
        Assert.Equal("measures", unreadable.Column);
        Assert.Contains("\"free\"", unreadable.Raw, StringComparison.Ordinal);
        Assert.Equal(Measured, job.Sheets[1].Measures);

        job.Sheets[0].ErrorMessage = "changed";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Start(2, Measured with { Cost = 2 });
        job = await Load();
        Assert.Equal(unreadable.Raw, job.Sheets[0].Unreadable[nameof(Sheet.Measures)].Raw);
        Assert.Equal(2, job.Cost);
    }

    [Fact]
    public async Task Measures_that_are_not_JSON_in_another_store_are_copied()
    {
        await using var sqlite = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Job job = NewJob();
        job.Sheets[0].SetUnreadable(nameof(Sheet.Measures), new UnreadableValue("measures", "{broken", "why"));
        job.Sheets[0].ErrorMessage = "there";
        await sqlite.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        await JobCopier.CopyAsync("nightly", sqlite, Store, false, Cancellation).ToListAsync(Cancellation);

        Assert.Equal("\"{broken\"", (await Load()).Sheets[0].Unreadable[nameof(Sheet.Measures)].Raw);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_damaged_file_is_an_error_that_names_it_and_nothing_is_written(string content)
    {
        await SaveNew();
        await Start(1, Measured);
        await File.WriteAllTextAsync(NotesPath, content, Cancellation);
        string before = await File.ReadAllTextAsync(JobPath, Cancellation);

        await FailsNaming(NotesPath, MarianneError.StoreCorrupt, () => Load());
        await FailsNaming(NotesPath, MarianneError.StoreCorrupt, () => Start(1, Measured));
        Job header = (await Store.LoadHeaderAsync("nightly", Cancellation))!;
        await FailsNaming(
            NotesPath, MarianneError.StoreCorrupt, () => Store.SaveAsync(header, SaveMode.Overwrite, Cancellation).AsTask());

        Assert.Equal(before, await File.ReadAllTextAsync(JobPath, Cancellation));
        Assert.Equal(content, await File.ReadAllTextAsync(NotesPath, Cancellation));
    }

    [Fact]
    public async Task An_attempt_is_removed_if_its_update_cannot_be_written()
    {
        await SaveNew();
        await Start(1);
        await Store.UpdateSheetAsync("nightly", 1, Complete(1), Cancellation);
        await Start(1);
        string before = await File.ReadAllTextAsync(JobPath, Cancellation);
        Directory.CreateDirectory(Folder["nightly.saving"]); // It blocks every write of a file.

        await Assert.ThrowsAsync<MarianneException>(
            () => Store.UpdateSheetAsync("nightly", 1, Complete(2), Cancellation).AsTask());

        Assert.Equal(before, await File.ReadAllTextAsync(JobPath, Cancellation));
        Assert.Equal(1, await Store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
        Directory.Delete(Folder["nightly.saving"]);
        SheetUpdateResult result = await Store.UpdateSheetAsync("nightly", 1, Complete(2), Cancellation);
        Assert.Equal(2, result.Attempt!.Id);
    }

    private static SheetUpdate.Complete Complete(int attempt) => new(SheetResult.Empty)
    {
        Attempt = new Execution(0, "nightly", 1, attempt, null, "done", 0, null, DateTimeOffset.UnixEpoch),
    };

    private Job NewJob() => new("nightly", "Nightly", 3, Time.GetUtcNow());

    private async Task<Job> SaveNew()
    {
        Job job = NewJob();
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    private async Task<Job> Load() => (await Store.LoadAsync("nightly", Cancellation))!;

    private async Task Start(int number, SheetMeasures? measures = null) => await Store.UpdateSheetAsync(
        "nightly", number, new SheetUpdate.Start(Processes.Current) { Measures = measures }, Cancellation);

    private async Task Spoil(string here, string damage)
    {
        string text = await File.ReadAllTextAsync(NotesPath, Cancellation);
        int place = text.IndexOf(here, StringComparison.Ordinal);
        await File.WriteAllTextAsync(NotesPath, text[..place] + damage + text[(place + here.Length)..], Cancellation);
    }
}
