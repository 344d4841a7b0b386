using Marianne.Jobs;
using Marianne.Storage.Json;
using Marianne.Storage.Sqlite;
using Marianne.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>What a run measured is in a file beside the job's, and counts only for the attempt that it was measured of.</summary>
public sealed class MeasuresFileTests : IDisposable
{
    private static readonly SheetMeasures Measured = new() { ErrorCode = "E101", Cost = 0.5m };

    private readonly TemporaryFolder _temporary = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 10, 0, 0, TimeSpan.Zero));
    private readonly FakeProcessList _processes = new();
    private readonly JsonJobStore _store;

    public MeasuresFileTests() => _store = new JsonJobStore(_temporary.Path, _time, _processes);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string JobPath => _temporary["nightly.json"];

    private string NotesPath => _temporary["nightly.sheets"];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task There_is_a_file_only_while_something_was_measured_and_the_jobs_own_knows_nothing_of_it()
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
        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        Assert.False(File.Exists(NotesPath));
    }

    [Theory]
    [InlineData("\"attempt_count\": 1", "\"attempt_count\": 2")]
    [InlineData("\"started_at\": \"2026-12-01T10:00:00.000000Z\"", "\"started_at\": \"2026-12-01T10:00:01Z\"")]
    [InlineData("\"created_at\": \"2026-12-01T10:00:00.000000Z\"", "\"created_at\": \"2026-11-01T10:00:00.000000Z\"")]
    public async Task A_note_of_another_attempt_or_job_does_not_count(string here, string theirs)
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
    public async Task A_time_that_is_written_in_another_way_is_the_same_attempt()
    {
        await SaveNew();
        await Start(1, Measured);
        string text = await File.ReadAllTextAsync(JobPath, Cancellation);
        await File.WriteAllTextAsync(
            JobPath, text.Replace("10:00:00.000000Z", "10:00:00+00:00", StringComparison.Ordinal), Cancellation);

        Assert.Equal(Measured, (await Load()).Sheets[0].Measures);
    }

    [Fact]
    public async Task A_note_that_cannot_be_read_is_reported_and_kept_and_the_others_are_read()
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
        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Start(2, Measured with { Cost = 2 });
        job = await Load();
        Assert.Equal(unreadable.Raw, job.Sheets[0].Unreadable[nameof(Sheet.Measures)].Raw);
        Assert.Equal(2, job.Cost);
    }

    [Fact]
    public async Task What_is_no_JSON_in_another_store_comes_here_all_the_same()
    {
        await using var sqlite = new SqliteJobStore(_temporary["state.db"], _time, _processes);
        Job job = NewJob();
        job.Sheets[0].SetUnreadable(nameof(Sheet.Measures), new UnreadableValue("measures", "{broken", "why"));
        job.Sheets[0].ErrorMessage = "there";
        await sqlite.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        await JobCopier.CopyAsync("nightly", sqlite, _store, false, Cancellation).ToListAsync(Cancellation);

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

        await AssertFails(MarianneError.StoreCorrupt, NotesPath, () => Load());
        await AssertFails(MarianneError.StoreCorrupt, NotesPath, () => Start(1, Measured));
        Job header = (await _store.LoadHeaderAsync("nightly", Cancellation))!;
        await AssertFails(
            MarianneError.StoreCorrupt, NotesPath, () => _store.SaveAsync(header, SaveMode.Overwrite, Cancellation).AsTask());

        Assert.Equal(before, await File.ReadAllTextAsync(JobPath, Cancellation));
        Assert.Equal(content, await File.ReadAllTextAsync(NotesPath, Cancellation));
    }

    [Fact]
    public async Task An_attempt_is_taken_back_when_its_mark_cannot_be_written()
    {
        await SaveNew();
        await Start(1);
        await _store.UpdateSheetAsync("nightly", 1, Complete(1), Cancellation);
        await Start(1);
        string before = await File.ReadAllTextAsync(JobPath, Cancellation);
        Directory.CreateDirectory(_temporary["nightly.saving"]); // In the way of every file that is to be written.

        await Assert.ThrowsAsync<MarianneException>(
            () => _store.UpdateSheetAsync("nightly", 1, Complete(2), Cancellation).AsTask());

        Assert.Equal(before, await File.ReadAllTextAsync(JobPath, Cancellation));
        Assert.Equal(1, await _store.CountExecutionsAsync(new ExecutionQuery(), Cancellation));
        Directory.Delete(_temporary["nightly.saving"]);
        SheetUpdateResult mark = await _store.UpdateSheetAsync("nightly", 1, Complete(2), Cancellation);
        Assert.Equal(2, mark.Attempt!.Id);
    }

    private static SheetUpdate.Complete Complete(int attempt) => new(SheetResult.Empty)
    {
        Attempt = new Execution(0, "nightly", 1, attempt, null, "done", 0, null, DateTimeOffset.UnixEpoch),
    };

    private Job NewJob() => new("nightly", "Nightly", 3, _time.GetUtcNow());

    private async Task<Job> SaveNew()
    {
        Job job = NewJob();
        await _store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    private async Task<Job> Load() => (await _store.LoadAsync("nightly", Cancellation))!;

    private async Task Start(int number, SheetMeasures? measures = null) => await _store.UpdateSheetAsync(
        "nightly", number, new SheetUpdate.Start(_processes.Current) { Measures = measures }, Cancellation);

    private async Task Spoil(string here, string damage)
    {
        string text = await File.ReadAllTextAsync(NotesPath, Cancellation);
        int place = text.IndexOf(here, StringComparison.Ordinal);
        await File.WriteAllTextAsync(NotesPath, text[..place] + damage + text[(place + here.Length)..], Cancellation);
    }

    private static async Task AssertFails(MarianneError expected, string path, Func<Task> action)
    {
        MarianneException error = await Assert.ThrowsAsync<MarianneException>(action);
        Assert.Equal(expected, error.Error);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
