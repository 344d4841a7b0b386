using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A score is changed while its job is not done: its sheets keep their numbers.</summary>
public sealed class NumberingTests : RunnerTestBase
{
    [Fact]
    public async Task A_sheet_that_is_put_in_front_of_finished_ones_runs_and_nothing_else()
    {
        Job left = await AbandonAsync(Named("a", "b"), isDead: true, Done(1), Done(2));

        JobPlan plan = await PlanAsync(Named("x", "a", "b"));
        Job job = await RunAsync(Named("x", "a", "b"));

        Assert.Equal((left.Id, JobStatus.Completed, 3), (job.Id, job.Status, job.TotalSheets));
        Assert.Equal([3], FakeExecutor.Numbers);
        Assert.Equal("do x", FakeExecutor.Seen.Single().Sheet.Command);
        Assert.Equal(["a", "b", "x"], job.Sheets.Select(sheet => sheet.Name));
        Assert.Equal([3, 1, 2], job.Sheets.NumbersInOrder());
        Assert.Equal(["a", "b", "x"], plan.Sheets.Select(sheet => sheet.Name));
        Assert.Contains("The score has changed: sheet 3 added.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message);
    }

    [Fact]
    public async Task The_same_score_resumes_without_a_change()
    {
        await AbandonAsync(Named("a", "b"), isDead: true, Done(1));
        FakeExecutor.Return(3, FakeExecutor.Failure());
        await RunAsync(Named("x", "a", "b"));

        JobPlan plan = await PlanAsync(Named("x", "a", "b"));
        FakeExecutor.Return(3, FakeExecutor.Success);
        Job job = await RunAsync(new RunRequest { JobId = plan.JobId });

        Assert.Null(plan.Prepared!.Changes);
        Assert.False(plan.Prepared.IsChanged);
        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([3, 3, 2], FakeExecutor.Numbers); // The order of the score, not of the numbers.
    }

    [Fact]
    public async Task A_new_job_of_a_changed_score_has_the_positions_as_numbers()
    {
        await AbandonAsync(Named("a", "b"), isDead: true, Done(1), Done(2));
        Job first = await RunAsync(Named("x", "a", "b"));

        Job second = await RunAsync(new RunRequest { JobId = first.Id, Restart = true });

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(["x", "a", "b"], second.Sheets.Select(sheet => sheet.Name));
        Assert.DoesNotContain("marianne_order", second.ConfigSnapshot);
    }

    [Fact]
    public async Task Numbers_in_the_score_mean_positions()
    {
        await AbandonAsync(Named("a", "b"), isDead: true, Done(1));
        Score score = Named("x", "a", "b") with
        {
            Sheet = new SheetOptions { Dependencies = new SortedDictionary<int, IReadOnlyCollection<int>> { [1] = [3] } },
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "no", Sheet = 1, RetryCount = 0 }],
        };

        Job job = await RunAsync(score);

        Assert.Equal([2, 3], FakeExecutor.Numbers);
        Assert.Equal([SheetStatus.Completed, SheetStatus.Completed, SheetStatus.Failed], job.Sheets.Select(sheet => sheet.Status));
        Assert.StartsWith("Sheet 3 'x' failed: ", job.ErrorMessage);
    }

    [Fact]
    public async Task A_changed_sheet_that_is_done_is_still_refused()
    {
        await AbandonAsync(Named("a", "b"), isDead: true, Done(1));
        Score score = Named("x", "a", "b");
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { Command = "other" }, score.Sheets[2]] };

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(score));

        Assert.Contains("sheet 1, which is done: changed", error.Message);
        Assert.Equal([2, 3], (await PlanAsync(new RunRequest { Score = score, Force = true })).Sheets
            .Where(sheet => sheet.Action != PlannedAction.Done).Select(sheet => sheet.Number).Order());
    }

    [Fact]
    public async Task A_score_that_lost_a_sheet_is_refused()
    {
        Job left = await AbandonAsync(Named("a", "b", "c"), isDead: true, Done(1));

        MarianneException error = await ThrowsAsync(
            MarianneError.InvalidTransition, () => PlanAsync(new RunRequest { Score = Named("x", "c", "a"), Force = true }));

        Assert.Equal(
            $"The score of the job '{left.Id}' no longer has sheet 2 'b'. A job keeps its sheets. Put them back, or start again with -Restart.",
            error.Message);
    }

    [Fact]
    public async Task Sheets_in_another_order_are_a_change_of_their_order()
    {
        await AbandonAsync(Named("a", "b", "c"), isDead: true, Done(1));

        await RunAsync(Named("c", "a", "b"));

        Assert.Equal([3, 2], FakeExecutor.Numbers);
        Assert.Contains(
            "The score has changed: the order of the sheets changed.", Assert.Single(EventsOf(JobEventKind.JobResumed)).Message);
    }

    [Fact]
    public async Task The_hashes_of_files_follow_the_numbers()
    {
        string script = Path.Combine(Folder.Path, "a.md");
        await File.WriteAllTextAsync(script, "1", Cancellation);
        Score first = ScoreOf(1) with { Sheets = [new ScoreSheet { Name = "p", Prompt = script }], Instrument = "ask" };
        FakeExecutor.Return(1, FakeExecutor.Success);
        await RunAsync(first with { Sheets = [.. first.Sheets, new ScoreSheet { Name = "f", Command = "fail" }] }, PausedAfter(1));
        Score second = first with
        {
            Sheets = [new ScoreSheet { Name = "x", Command = "x" }, .. first.Sheets, new ScoreSheet { Name = "f", Command = "fail" }],
        };
        Assert.Equal([3, 1, 2], (await PlanAsync(second)).Sheets.OrderBy(sheet => sheet.Name == "x" ? 0 : 1).Select(sheet => sheet.Number));

        await File.WriteAllTextAsync(script, "2", Cancellation);

        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(second));
        Assert.Contains("sheet 1, which is done: its file changed", error.Message);
    }

    private CancellationTokenSource PausedAfter(int number)
    {
        var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent is { Kind: JobEventKind.SheetCompleted } && jobEvent.SheetNumber == number)
                pause.Cancel();
        };
        return pause;
    }

    private static (int Number, SheetUpdate? End) Done(int number) => (number, new SheetUpdate.Complete(SheetResult.Empty) { LeavesJobRunning = true });

    private Score Named(params string[] names) => ScoreOf(names.Length) with
    {
        Sheets = [.. names.Select(name => new ScoreSheet { Name = name, Command = $"do {name}" })],
    };
}
