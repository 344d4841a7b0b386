using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Sheets of a job run again: those that are chosen, and those that depend on them.</summary>
public sealed class RerunTests : RunnerTestBase
{
    [Fact]
    public async Task From_a_sheet_on_exactly_its_descendants_run_again()
    {
        Score score = GraphOf(50, number => number == 1 ? [] : [number / 2]); // A binary tree.
        Job job = await RunAsync(score);
        FakeExecutor.Seen.Clear();

        var request = new RunRequest { JobId = job.Id, Selection = new SheetSelection { From = ["s5"] } };
        JobPlan plan = await PlanAsync(request);
        Job again = await RunAsync(request);

        int[] expected = [5, 10, 11, 20, 21, 22, 23, 40, 41, 42, 43, 44, 45, 46, 47];
        Assert.Equal(expected, plan.Sheets.Where(sheet => sheet.Action == PlannedAction.Play).Select(sheet => sheet.Number).Order());
        Assert.Equal(expected, FakeExecutor.Numbers.Order());
        Assert.Equal((job.Id, JobStatus.Completed), (again.Id, again.Status));
        Assert.Equal(expected.Length, plan.SheetsToPlay);
        Assert.Equal("chosen", plan.Sheets.Single(sheet => sheet.Number == 5).Reason);
        Assert.Equal("depends on 22 's22'", plan.Sheets.Single(sheet => sheet.Number == 44).Reason);
        Assert.All(plan.Sheets.Where(sheet => sheet.Action == PlannedAction.Done), sheet => Assert.Empty(sheet.Reasons));
    }

    [Fact]
    public async Task Attempts_belong_to_the_run_that_made_them()
    {
        Job job = await RunAsync(GraphOf(3, number => number == 3 ? [2] : []));
        var request = new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["2"] } };

        await RunAsync(request);
        Job last = await RunAsync(request);

        Assert.Equal(
            [(1, 1, 1), (2, 1, 1), (3, 1, 1), (2, 2, 2), (3, 2, 2), (2, 3, 3), (3, 3, 3)],
            (await HistoryAsync()).Select(attempt => (attempt.SheetNumber, attempt.AttemptNumber, attempt.Run)));
        Assert.Equal([0, 2, 2], last.Sheets.Select(sheet => sheet.Measures.Reruns));
        Assert.Equal([1, 3, 3], last.Sheets.Select(sheet => sheet.AttemptCount));
    }

    [Fact]
    public async Task Without_dependencies_all_later_sheets_follow_in_the_order_of_the_score()
    {
        Job job = await RunAsync(GraphOf(4, _ => []));

        JobPlan plan = await PlanAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { From = ["3"] } });
        JobPlan one = await PlanAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["3"] } });

        Assert.Equal([(1, null), (2, null), (3, "chosen"), (4, "follows 3 's3'")], plan.Sheets.Select(sheet => (sheet.Number, sheet.Reason)));
        Assert.Equal([3], Planned(one));
    }

    [Fact]
    public async Task Only_failed_runs_the_failures_that_the_score_allows_and_what_depends_on_them()
    {
        Score score = GraphOf(4, number => number == 4 ? [2] : []);
        score = score with { Sheets = [.. score.Sheets.Select(sheet => sheet with { AllowFailure = true })] };
        FakeExecutor.Return(2, FakeExecutor.Failure());
        FakeExecutor.Return(3, FakeExecutor.Failure());
        Job job = await RunAsync(score);
        Assert.Equal(JobStatus.Completed, job.Status);
        FakeExecutor.Return(2, FakeExecutor.Success);
        FakeExecutor.Return(3, FakeExecutor.Success);
        FakeExecutor.Seen.Clear();

        JobPlan named = await PlanAsync(new RunRequest
        {
            JobId = job.Id,
            Selection = new SheetSelection { Sheets = ["s2"], Only = OnlySheets.Failed },
        });
        var request = new RunRequest { JobId = job.Id, Selection = new SheetSelection { Only = OnlySheets.Failed } };
        JobPlan plan = await PlanAsync(request);
        Job again = await RunAsync(request);

        Assert.Equal([2, 4], Planned(named)); // Sheet 3 stays Failed.
        Assert.Equal([(2, "it failed"), (3, "it failed"), (4, "depends on 2 's2'")], Reasons(plan));
        Assert.Equal([2, 3, 4], FakeExecutor.Numbers.Order());
        Assert.All(again.Sheets, sheet => Assert.Equal(SheetStatus.Completed, sheet.Status));
    }

    [Fact]
    public async Task A_failure_that_is_allowed_and_not_chosen_stays_as_it_is()
    {
        Score score = GraphOf(3, number => number == 3 ? [1] : []);
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { AllowFailure = true }, score.Sheets[2]] };
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job job = await RunAsync(score);
        FakeExecutor.Seen.Clear();

        Job again = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["s1"] } });

        Assert.Equal([1, 3], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Completed, SheetStatus.Failed), (again.Status, again.Sheets[1].Status));
    }

    [Fact]
    public async Task A_sheet_does_not_run_if_it_needs_a_failed_one_beside_one_that_stays_failed()
    {
        Score score = GraphOf(3, number => number == 3 ? [1, 2] : []);
        score = score with
        {
            Sheets = [score.Sheets[0] with { AllowFailure = true }, .. score.Sheets.Skip(1)],
            Parallel = new ParallelismOptions { Enabled = true, FailFast = false },
            Retry = new RetryOptions { MaxRetries = 0 },
        };
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Job job = await RunAsync(score);
        FakeExecutor.Return(2, FakeExecutor.Failure());
        FakeExecutor.Seen.Clear();

        Job again = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["s2"] } });

        Assert.Equal([2], FakeExecutor.Numbers);
        Assert.Equal((JobStatus.Failed, SheetStatus.Pending), (again.Status, again.Sheets[2].Status));
    }

    [Fact]
    public async Task In_a_failed_job_the_plan_says_why_each_sheet_runs()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job job = await RunAsync(GraphOf(4, number => number is 3 ? [2] : number is 4 ? [1] : []));

        JobPlan plain = await PlanAsync(new RunRequest { JobId = job.Id });
        JobPlan chosen = await PlanAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Sheets = ["s1"] } });

        Assert.Equal([(2, "it failed"), (3, "not run yet")], Reasons(plain).Where(sheet => sheet.Number < 4));
        Assert.Equal("chosen", chosen.Sheets.Single(sheet => sheet.Number == 1).Reason);
        Assert.Equal("depends on 1 's1'", chosen.Sheets.Single(sheet => sheet.Number == 4).Reason);
        Assert.Equal([RunReason.Failed], chosen.Sheets.Single(sheet => sheet.Number == 2).Reasons);
    }

    [Fact]
    public async Task A_changed_score_runs_what_has_changed_and_says_so()
    {
        Score score = GraphOf(4, number => number is 3 ? [2] : []);
        Job job = await RunAsync(score);
        Score changed = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { Command = "other" }, .. score.Sheets.Skip(2)] };
        FakeExecutor.Seen.Clear();

        await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(new RunRequest
        {
            Score = changed,
            Selection = new SheetSelection { From = ["s4"] },
        }));
        JobPlan kept = await PlanAsync(new RunRequest
        {
            Score = changed,
            Selection = new SheetSelection { From = ["s4"] },
            Force = true,
        });
        var request = new RunRequest { Score = changed, Selection = new SheetSelection { Only = OnlySheets.Changed } };
        JobPlan plan = await PlanAsync(request);
        Job again = await RunAsync(request);

        Assert.Equal([(2, "kept, although its text changed"), (4, "chosen")], Reasons(kept));
        Assert.Equal([(2, "its text changed"), (3, "depends on 2 's2'")], Reasons(plan));
        Assert.Equal([2, 3], FakeExecutor.Numbers);
        Assert.Equal("other", FakeExecutor.Seen.First().Sheet.Command);
        Assert.Equal((job.Id, JobStatus.Completed), (again.Id, again.Status));
        Assert.Empty(Reasons(await PlanAsync(request))); // The job keeps the changed score.
    }

    [Fact]
    public async Task A_changed_parameter_runs_the_sheets_that_use_it()
    {
        Score score = GraphOf(3, number => number is 3 ? [2] : []) with
        {
            Parameters = new SortedDictionary<string, ParameterOptions> { ["branch"] = new() { Default = "main" } },
        };
        score = score with { Sheets = [score.Sheets[0], score.Sheets[1] with { Command = "show {branch}" }, score.Sheets[2]] };
        Job job = await RunAsync(score);
        var parameters = new Dictionary<string, object?> { ["branch"] = "next" };

        JobPlan plan = await PlanAsync(new RunRequest
        {
            JobId = job.Id,
            Parameters = parameters,
            Selection = new SheetSelection { Only = OnlySheets.Changed },
        });
        MarianneException error = await ThrowsAsync(MarianneError.ScoreChanged, () => PlanAsync(new RunRequest
        {
            JobId = job.Id,
            Parameters = parameters,
            Selection = new SheetSelection { Sheets = ["s1"] },
        }));

        Assert.Equal([(2, "its input changed"), (3, "depends on 2 's2'")], Reasons(plan));
        Assert.Contains("the parameter branch changed", error.Message);
    }

    [Fact]
    public async Task With_nothing_to_run_again_a_completed_job_stays_as_it_is()
    {
        Job job = await RunAsync(GraphOf(2, _ => []));
        FakeExecutor.Seen.Clear();

        Job again = await RunAsync(new RunRequest { JobId = job.Id, Selection = new SheetSelection { Only = OnlySheets.Failed } });

        Assert.Equal((JobStatus.Completed, job.UpdatedAt), (again.Status, again.UpdatedAt));
        Assert.Empty(FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData("s20", "no sheet with the name 's20'. Did you mean 's2'?")]
    [InlineData("9", "has no sheet 9: its sheets are 1 to 3")]
    [InlineData("another thing", "no sheet with the name 'another thing'. Use Get-MarianneSheet to list the sheets.")]
    public async Task A_sheet_that_does_not_exist_is_an_error(string name, string message)
    {
        Job job = await RunAsync(GraphOf(3, _ => []));

        MarianneException error = await ThrowsAsync(MarianneError.SheetOutOfRange, () => PlanAsync(
            new RunRequest { JobId = job.Id, Selection = new SheetSelection { From = [name] } }));

        Assert.Contains(message, error.Message);
    }

    [Fact]
    public async Task What_cannot_run_again_is_refused_in_words()
    {
        Score score = GraphOf(2, _ => []);
        var selection = new SheetSelection { From = ["s1"] };
        await ThrowsAsync(MarianneError.JobNotFound, () => PlanAsync(new RunRequest { Score = score, Selection = selection }));
        await ThrowsAsync(MarianneError.InvalidParameter, () => PlanAsync(
            new RunRequest { Score = score, Selection = selection, Restart = true }));
        Job running = await AbandonAsync(score, isDead: false, (1, null));
        await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(new RunRequest { JobId = running.Id, Selection = selection }));
        await Jobs.UpdateAsync(running.Id, new JobUpdate.Cancel(), Cancellation);

        MarianneException error = await ThrowsAsync(
            MarianneError.InvalidTransition, () => RunAsync(new RunRequest { JobId = running.Id, Selection = selection }));

        Assert.Contains("cannot be run: it is Cancelled", error.Message);
    }

    private static int[] Planned(JobPlan plan) =>
        [.. plan.Sheets.Where(sheet => sheet.Action != PlannedAction.Done).Select(sheet => sheet.Number).Order()];

    private static (int Number, string? Reason)[] Reasons(JobPlan plan) =>
        [.. plan.Sheets.Where(sheet => sheet.Reason is not null).Select(sheet => (sheet.Number, sheet.Reason)).Order()];

    private Score GraphOf(int sheets, Func<int, int[]> needs) => ScoreOf(sheets) with
    {
        Sheets =
        [
            .. Enumerable.Range(1, sheets).Select(number => new ScoreSheet
            {
                Name = $"s{number}", Command = $"do {number}", Needs = [.. needs(number).Select(other => $"s{other}")],
            }),
        ],
    };
}
