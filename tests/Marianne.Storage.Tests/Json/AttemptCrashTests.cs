using Marianne.Jobs;
using Marianne.Storage.Json;
using Xunit;

namespace Marianne.Storage.Tests.Json;

/// <summary>
/// Tests of a crash between the two writes of a save with an attempt: the log has the attempt, and the job is unchanged.
/// </summary>
public sealed class AttemptCrashTests : JsonTestBase
{
    private static readonly DateTimeOffset Day = new(2026, 12, 1, 9, 0, 0, TimeSpan.Zero);

    private string JobFile => Folder["nightly.json"];

    private string Log => Folder["nightly.history"];

    [Fact]
    public async Task An_attempt_whose_job_was_not_saved_is_not_listed_or_counted()
    {
        await StartAsync();
        await CompleteAndCrashAsync(Attempt("lost"));
        Assert.Contains("lost", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);

        var other = new JsonJobStore(Folder.Path, Time, Processes);
        Assert.Equal(["before"], await OutputsAsync(other, "nightly"));
        Assert.Equal(["before"], await OutputsAsync(other, id: null));
        Assert.Equal(1, await other.CountExecutionsAsync(new ExecutionQuery { JobId = "nightly" }, Cancellation));
        JobStatistics statistics = await other.GetStatisticsAsync("nightly", Cancellation);
        Assert.Equal(1, statistics.TotalExecutions);
    }

    [Fact]
    public async Task The_sheet_runs_again_and_has_one_successful_attempt()
    {
        await StartAsync();
        await CompleteAndCrashAsync(Attempt("lost"));

        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        Assert.DoesNotContain("lost", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);
        await CompleteAsync(Attempt("second"));

        Assert.Equal(["before", "second"], await OutputsAsync(Store, "nightly"));
        Assert.Equal([1, 2], await IdsAsync());
    }

    [Fact]
    public async Task The_next_save_of_the_job_removes_the_attempt()
    {
        await StartAsync();
        await CompleteAndCrashAsync(Attempt("lost"));

        Job job = (await Store.LoadAsync("nightly", Cancellation))!;
        job.Description = "saved";
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(["before"], await OutputsAsync(Store, "nightly"));
        Assert.DoesNotContain("lost", await File.ReadAllTextAsync(Log, Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_is_recorded_alone_takes_its_place()
    {
        await StartAsync();
        await CompleteAndCrashAsync(Attempt("lost"));

        await Store.RecordExecutionsAsync([Attempt("alone")], Cancellation);

        Assert.Equal(["before", "alone"], await OutputsAsync(Store, "nightly"));
        Assert.Equal([1, 2], await IdsAsync());
    }

    [Fact]
    public async Task A_copy_has_only_the_attempts_of_saved_changes()
    {
        await StartAsync();
        await CompleteAndCrashAsync(Attempt("lost"));
        var copies = new JsonJobStore(Folder["copies"], Time, Processes);

        await foreach (long _ in JobCopier.CopyAsync("nightly", Store, copies, replace: false, Cancellation))
            Assert.False(File.Exists(Folder["copies/nightly.json"]));

        Assert.Equal(["before"], await OutputsAsync(copies, "nightly"));
    }

    [Fact]
    public async Task An_attempt_of_a_saved_change_is_kept_also_when_the_job_changes_later()
    {
        await StartAsync();
        await CompleteAsync(Attempt("kept"));
        Assert.Equal(["before", "kept"], await OutputsAsync(Store, "nightly"));

        await Store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Skip(), Cancellation);
        await Store.RecordExecutionsAsync([Attempt("later") with { SheetNumber = 2 }], Cancellation);

        Assert.Equal(["before", "kept", "later"], await OutputsAsync(Store, "nightly"));
    }

    [Fact]
    public async Task An_attempt_is_kept_at_the_end_of_the_calendar_where_versions_are_equal()
    {
        Time.SetUtcNow(DateTimeOffset.MaxValue);
        await StartAsync();
        await Store.UpdateSheetAsync("nightly", 2, new SheetUpdate.Start(Processes.Current), Cancellation);

        await CompleteAsync(Attempt("last"));

        Assert.Equal(["before", "last"], await OutputsAsync(Store, "nightly"));
    }

    [Fact]
    public async Task A_damaged_job_does_not_hide_its_attempts()
    {
        await StartAsync();
        await CompleteAsync(Attempt("kept"));
        await File.WriteAllTextAsync(JobFile, "{", Cancellation);

        Assert.Equal(["before", "kept"], await OutputsAsync(Store, id: null));
    }

    [Fact]
    public async Task The_mark_is_an_additional_value_at_the_end_of_the_line()
    {
        await StartAsync();
        await CompleteAsync(Attempt("saved"));
        string[] lines = await File.ReadAllLinesAsync(Log, Cancellation);

        Assert.EndsWith("\"executed_at\":\"2026-12-01T09:00:00.000000Z\"}]", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "\"executed_at\":\"2026-12-01T09:00:00.000000Z\",\"saved_over\":\"2026-12-01T10:00:00.000001Z\"}]",
            lines[1],
            StringComparison.Ordinal);
    }

    private static Execution Attempt(string output) => new(0, "nightly", 1, 1, null, output, 0, null, Day);

    private async Task StartAsync()
    {
        await Store.SaveAsync(new Job("nightly", "nightly", 3, Time.GetUtcNow()), SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateSheetAsync("nightly", 1, new SheetUpdate.Start(Processes.Current), Cancellation);
        await Store.RecordExecutionsAsync([Attempt("before") with { ExitCode = 1 }], Cancellation);
    }

    private async Task CompleteAsync(Execution attempt) => await Store.UpdateSheetAsync(
        "nightly", 1, new SheetUpdate.Complete(new SheetResult()) { Attempt = attempt }, Cancellation);

    private async Task CompleteAndCrashAsync(Execution attempt)
    {
        byte[] job = await File.ReadAllBytesAsync(JobFile, Cancellation);
        await CompleteAsync(attempt);
        await File.WriteAllBytesAsync(JobFile, job, Cancellation); // The second write did not happen.
    }

    private static async Task<List<string?>> OutputsAsync(JsonJobStore store, string? id) =>
        await ListAsync(store, id).Select(attempt => attempt.Output).ToListAsync(Cancellation);

    private async Task<List<long>> IdsAsync() =>
        await ListAsync(Store, "nightly").Select(attempt => attempt.Id).ToListAsync(Cancellation);

    private static IAsyncEnumerable<Execution> ListAsync(JsonJobStore store, string? id) => store.ListExecutionsAsync(
        new ExecutionQuery { JobId = id, OldestFirst = true, First = long.MaxValue }, Cancellation);
}
