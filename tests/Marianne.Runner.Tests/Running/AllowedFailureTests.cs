using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Sheets whose failure the score allows, or that run after a failure.</summary>
public sealed class AllowedFailureTests : RunnerTestBase
{
    [Fact]
    public async Task A_failure_that_is_allowed_does_not_fail_the_job()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());

        Job job = await RunAsync(Named(3, (1, sheet => sheet with { AllowFailure = true }), (3, sheet => sheet with { Needs = ["s1"] })));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([SheetStatus.Failed, SheetStatus.Completed, SheetStatus.Completed], job.Sheets.Select(sheet => sheet.Status));
        Assert.Equal("Completed. Failed, as allow_failure allows: sheet 1 's1'.", Events[^1].Message);
    }

    [Fact]
    public async Task Another_failure_still_fails_the_job()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        FakeExecutor.Return(2, FakeExecutor.Failure());

        Job job = await RunAsync(Named(3, (1, sheet => sheet with { AllowFailure = true })));

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.StartsWith("Sheet 2 's2' failed: ", job.ErrorMessage);
        Assert.Equal([1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_whose_process_died_before_its_end_is_completed_by_a_repair()
    {
        Score score = Named(1, (1, sheet => sheet with { AllowFailure = true }));
        Job left = await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Fail(new SheetResult(), "it broke", "transient")));

        JobDefects defects = await Services().CreateRepairer().InspectAsync(await LoadAsync(left.Id), Cancellation);
        await Services().CreateRepairer().RepairAsync(defects, Cancellation);

        Assert.Equal(JobStatus.Completed, (await LoadAsync(left.Id)).Status);
    }

    [Fact]
    public async Task A_sheet_that_needs_any_result_runs_after_a_failure()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = Named(
            4,
            (2, sheet => sheet with { Needs = ["s1"] }),
            (3, sheet => sheet with { Needs = ["s2"], NeedsResult = NeededResult.Any }),
            (4, sheet => sheet with { Needs = ["s1", "s3"] })) with
        {
            Parallel = new ParallelismOptions { FailFast = false },
        };

        Job job = await RunAsync(score);

        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal([1, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Names_order_the_sheets_as_planned()
    {
        Score score = Named(3, (1, sheet => sheet with { Needs = ["s3"] }), (2, sheet => sheet with { Needs = ["s1"] }));

        JobPlan plan = await PlanAsync(score);
        await RunAsync(score);

        Assert.Equal([3, 1, 2], FakeExecutor.Numbers);
        Assert.Equal([3, 1, 2], plan.Sheets.Select(sheet => sheet.Number));
        Assert.Equal([3], plan.Sheets[1].Needs);
    }

    [Fact]
    public async Task A_sheet_has_retries_of_its_own()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Score score = Named(2, (1, sheet => sheet with { Retry = new SheetRetryOptions { MaxRetries = 2 }, AllowFailure = true }));

        await RunAsync(score);

        Assert.Equal([1, 1, 1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_sheet_has_patterns_and_waits_for_rate_limits_of_its_own()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("come back"), FakeExecutor.Success);
        FakeExecutor.Return(2, FakeExecutor.Failure("come back"));
        var own = new SheetRateLimitOptions { DetectionPatterns = ["come back"], WaitMinutes = 2 };

        Job job = await RunAsync(Named(2, (1, sheet => sheet with { RateLimit = own })));

        Assert.Equal([SheetStatus.Completed, SheetStatus.Failed], job.Sheets.Select(sheet => sheet.Status));
        Assert.Equal(TimeSpan.FromMinutes(2), Assert.Single(EventsOf(JobEventKind.SheetWaiting)).Duration);
    }

    private Score Named(int sheets, params (int Number, Func<ScoreSheet, ScoreSheet> Change)[] changes)
    {
        ScoreSheet[] named = [.. ScoreOf(sheets).Sheets.Select((sheet, index) => sheet with { Name = $"s{index + 1}" })];
        foreach ((int number, Func<ScoreSheet, ScoreSheet> change) in changes)
            named[number - 1] = change(named[number - 1]);
        return ScoreOf(sheets) with { Sheets = named };
    }
}
