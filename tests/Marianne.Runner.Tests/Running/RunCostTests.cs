using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>The costs of sheets and their limits.</summary>
public sealed class RunCostTests : RunnerTestBase
{
    [Fact]
    public async Task Reported_tokens_are_counted_over_all_attempts()
    {
        Use(1, dollars: null, thenFail: true);
        Use(1, dollars: null);

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions() });

        SheetMeasures measures = job.Sheets[0].Measures;
        Assert.Equal((2000, 400, "opus"), (measures.InputTokens, measures.OutputTokens, measures.Model));
        Assert.Equal((0.012m, 1.0), (measures.Cost, measures.CostConfidence)); // 2 x (1,000 x 0.003 + 200 x 0.015) / 1,000.
        Assert.Equal(0.012m, job.Cost);
        Assert.Equal(0.012m, Events[^1].Cost);
    }

    [Fact]
    public async Task The_cost_of_a_prompt_without_a_report_is_estimated_and_that_of_a_command_is_not()
    {
        FakeExecutor.Return(1, new CommandResult { ExitCode = 0, Output = new string('y', 4000), OutputLength = 4000 });
        Job prompt = await RunAsync(PromptScore(new string('x', 8000)));
        Job command = await RunAsync(ScoreOf(1, "command"));

        SheetMeasures measures = prompt.Sheets[0].Measures;
        Assert.Equal((2000, 1000, 0.7), (measures.InputTokens, measures.OutputTokens, measures.CostConfidence));
        Assert.Equal(0.021m, measures.Cost);
        Assert.Equal((0m, null), (command.Sheets[0].Measures.Cost, command.Sheets[0].Measures.CostConfidence));
    }

    [Fact]
    public async Task A_sheet_over_its_limit_fails()
    {
        Use(1, 2m);

        Job job = await RunAsync(
            ScoreOf(2) with { Retry = new RetryOptions(), CostLimits = new CostLimitOptions { MaxCostPerSheet = 1 } });

        Sheet sheet = job.Sheets[0];
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed, "fatal"), (job.Status, sheet.Status, sheet.ErrorCategory));
        Assert.Equal(
            "cost_limit: The sheet has cost $2 of the $1 that cost_limits.max_cost_per_sheet allows. "
                + "Raise the limit in the score, and run the job again with it.",
            sheet.ErrorMessage);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_over_its_limit_is_paused_and_continues_when_the_limit_is_raised(bool partition)
    {
        Use(1, 3m);
        Use(2, 3m);
        Score score = ScoreOf(3) with
        {
            CostLimits = new CostLimitOptions { MaxCostPerJob = 5 },
            Parallel = new ParallelismOptions { BudgetPartition = partition },
        };

        Job paused = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, 2), (paused.Status, paused.Progress.Finished)); // The second sheet did its work.
        Assert.StartsWith("cost_limit: The job has cost $6 of the $5 that cost_limits.max_cost_per_job allows. Raise", paused.ErrorMessage, StringComparison.Ordinal);
        Job still = await RunAsync(score);
        Assert.Equal((JobStatus.Paused, 2), (still.Status, FakeExecutor.Seen.Count));

        Score raised = score with { CostLimits = new CostLimitOptions { MaxCostPerJob = 10 } };
        Job done = await RunAsync(raised); // Without Force: a limit concerns no sheet that is done.

        Assert.Equal((JobStatus.Completed, paused.Id, 6m), (done.Status, done.Id, done.Cost));
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Sheets_that_together_exceed_the_limit_of_the_job_do_not_fail()
    {
        for (int number = 1; number <= 3; number++)
            Use(number, 2m);

        Job job = await RunAsync(ParallelScore(limit: 5));

        Assert.Equal((JobStatus.Completed, 6m), (job.Status, job.Cost));
        Assert.All(job.Sheets, sheet => Assert.Equal((SheetStatus.Completed, null), (sheet.Status, sheet.ErrorMessage)));
        Assert.All(EventsOf(JobEventKind.Warning), warning => Assert.Contains("The job has cost", warning.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_share_of_the_remaining_budget_holds_back_the_start_of_a_sheet(bool partition)
    {
        for (int number = 1; number <= 3; number++)
            Use(number, 2m);
        await RunAsync(ParallelScore(limit: null));

        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int running = 0;
        int most = 0;
        for (int number = 1; number <= 3; number++)
        {
            FakeExecutor.Return(number, async call =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                if (most == (partition ? 2 : 3))
                    release.TrySetResult();
                await release.Task;
                Interlocked.Decrement(ref running);
                call.Write(LineOf(2m));
                return FakeExecutor.Success;
            });
        }

        Score score = ParallelScore(limit: 5);
        Job job = await RunAsync(score with { Parallel = score.Parallel with { BudgetPartition = partition } });

        Assert.Equal((JobStatus.Completed, 6m, partition ? 2 : 3), (job.Status, job.Cost, most));
    }

    [Fact]
    public async Task A_cost_near_the_limit_causes_one_warning()
    {
        foreach (int number in new[] { 1, 2, 3 })
            Use(number, number == 1 ? 8.5m : 0.5m);

        await RunAsync(ScoreOf(3) with { CostLimits = new CostLimitOptions { MaxCostPerJob = 10, MaxCostPerSheet = 20 } });

        Assert.Contains(
            "$8.5 of the $10 that cost_limits.max_cost_per_job allows.",
            Assert.Single(EventsOf(JobEventKind.Warning), w => w.Message.StartsWith("The job", StringComparison.Ordinal)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_attempt_costs_what_it_reported_so_far()
    {
        using var pause = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(1, LineOf(2m));
        Task<Job> run = RunAsync(ScoreOf(1), pause);
        await started;
        await pause.CancelAsync();

        Assert.Equal((JobStatus.Paused, 2m), ((await run).Status, (await LoadAsync()).Cost));
    }

    [Fact]
    public async Task Each_report_counts_with_its_own_cost_or_that_of_its_tokens()
    {
        FakeExecutor.Return(1, call =>
        {
            call.Write("""
                {"marianne_usage":{"input_tokens":1000000.0,"output_tokens":0}}
                {"marianne_usage":{"input_tokens":10,"output_tokens":0,"cost":0.01}}
                {"marianne_usage":{"input_tokens":NaN}}
                {"marianne_usage":{"output_tokens":"none"}}

                """);
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(ScoreOf(2) with { CostLimits = new CostLimitOptions { MaxCostPerJob = 1 } });

        Assert.Equal((JobStatus.Paused, 3.01m, 1_000_010L), (job.Status, job.Cost, job.Sheets[0].Measures.InputTokens));
        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Equal(2, EventsOf(JobEventKind.Warning).Count(warning =>
            warning.Message.StartsWith("The usage that sheet 1 reported is not complete: ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Usage_is_saved_when_it_is_reported_and_counts_once()
    {
        var saved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(1, async call =>
        {
            call.Write(LineOf(2m));
            call.Write(LineOf(3m));
            await saved.Task; // The cost is in the store, so it is known although the process may be killed now.
            call.Write(LineOf(1m));
            return FakeExecutor.Failure();
        });
        FakeExecutor.Return(1, FakeExecutor.Success);
        Jobs = new HookedStore(Jobs, onSheetUpdate: update =>
        {
            if (update is SheetUpdate.Measure { Measures.Cost: 5m })
                saved.TrySetResult();
            return Task.CompletedTask;
        });

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 1, Jitter = false } });

        Assert.Equal((JobStatus.Completed, 6m, 3000L), (job.Status, job.Cost, job.Sheets[0].Measures.InputTokens));
    }

    [Fact]
    public async Task A_killed_run_has_spent_what_its_sheet_reported()
    {
        Score score = ScoreOf(1) with { CostLimits = new CostLimitOptions { MaxCostPerJob = 1 } };
        await AbandonAsync(score, isDead: true, (1, new SheetUpdate.Measure { Measures = new SheetMeasures { Cost = 2 } }));

        Job job = await RunAsync(score);

        Assert.Equal((JobStatus.Paused, 2m), (job.Status, job.Cost));
        Assert.Empty(FakeExecutor.Seen);
    }

    private Score ParallelScore(decimal? limit) => ScoreOf(3) with
    {
        CostLimits = new CostLimitOptions { MaxCostPerJob = limit },
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 3 },
    };

    private void Use(int number, decimal? dollars, bool thenFail = false) => FakeExecutor.Return(number, call =>
    {
        call.Write(LineOf(dollars)[..20]);
        call.Write(LineOf(dollars)[20..]);
        return Task.FromResult(thenFail ? FakeExecutor.Failure() : FakeExecutor.Success);
    });

    private static string LineOf(decimal? dollars) => UsageLineParser.Of(new UsageReport(1000, 200, "opus", dollars)) + "\n";
}
