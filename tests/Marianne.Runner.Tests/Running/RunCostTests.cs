using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>What sheets cost, and what follows from it.</summary>
public sealed class RunCostTests : RunnerTestBase
{
    [Fact]
    public async Task Reported_tokens_are_counted_over_all_attempts()
    {
        Use(1, dollars: null, thenFail: true);
        Use(1, dollars: null);

        Job job = await Play(ScoreOf(1) with { Retry = new RetryOptions() });

        SheetMeasures measures = job.Sheets[0].Measures;
        Assert.Equal((2000, 400, "opus"), (measures.InputTokens, measures.OutputTokens, measures.Model));
        Assert.Equal((0.012m, 1.0), (measures.Cost, measures.CostConfidence)); // 2 x (1,000 x 0.003 + 200 x 0.015) / 1,000.
        Assert.Equal(0.012m, job.Cost);
        Assert.Equal(0.012m, Events[^1].Cost);
    }

    [Fact]
    public async Task A_prompt_that_reports_nothing_is_estimated_and_a_command_is_not()
    {
        FakeExecutor.Answer(1, new CommandResult { ExitCode = 0, Output = new string('y', 4000), OutputLength = 4000 });
        Job prompt = await Play(PromptScore(new string('x', 8000)));
        Job command = await Play(ScoreOf(1, "command"));

        SheetMeasures measures = prompt.Sheets[0].Measures;
        Assert.Equal((2000, 1000, 0.7), (measures.InputTokens, measures.OutputTokens, measures.CostConfidence));
        Assert.Equal(0.021m, measures.Cost);
        Assert.Equal((0m, null), (command.Sheets[0].Measures.Cost, command.Sheets[0].Measures.CostConfidence));
    }

    [Fact]
    public async Task A_sheet_over_its_limit_fails()
    {
        Use(1, 2m);

        Job job = await Play(ScoreOf(2) with { Retry = new RetryOptions(), CostLimits = new CostLimitOptions { MaxCostPerSheet = 1 } });

        Sheet sheet = job.Sheets[0];
        Assert.Equal((JobStatus.Failed, SheetStatus.Failed, "fatal"), (job.Status, sheet.Status, sheet.ErrorCategory));
        Assert.StartsWith("cost_limit: ", sheet.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("max_cost_per_sheet", sheet.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_job_over_its_limit_is_paused_and_goes_on_when_that_is_raised(bool partition)
    {
        Use(1, 3m);
        Use(2, 3m);
        Score score = ScoreOf(3) with
        {
            CostLimits = new CostLimitOptions { MaxCostPerJob = 5 },
            Parallel = new ParallelismOptions { BudgetPartition = partition },
        };

        Job paused = await Play(score);

        Assert.Equal((JobStatus.Paused, 2), (paused.Status, paused.Progress.Finished)); // The second did its work, if dearly.
        Assert.StartsWith("cost_limit: The job has cost $6 and may cost $5", paused.ErrorMessage, StringComparison.Ordinal);
        Job still = await Play(score);
        Assert.Equal((JobStatus.Paused, 2), (still.Status, FakeExecutor.Seen.Count));

        Score raised = score with { CostLimits = new CostLimitOptions { MaxCostPerJob = 10 } };
        await Fails(MarianneError.ScoreChanged, () => Play(raised));
        Job done = await Play(new RunRequest { Score = raised, Force = true });

        Assert.Equal((JobStatus.Completed, paused.Id, 6m), (done.Status, done.Id, done.Cost));
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Sheets_that_run_at_once_share_what_is_left()
    {
        Use(1, 3m);
        Score score = ScoreOf(2) with
        {
            CostLimits = new CostLimitOptions { MaxCostPerJob = 4 },
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 },
        };

        Job job = await Play(score);

        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "fatal"), (sheet.Status, sheet.ErrorCategory)); // Half of 4 was its share.
        Assert.StartsWith("cost_limit: The sheet has cost $3 and may cost $2", sheet.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.Completed, job.Sheets[1].Status);
    }

    [Fact]
    public async Task Near_a_limit_there_is_one_warning()
    {
        foreach (int number in new[] { 1, 2, 3 })
            Use(number, number == 1 ? 8.5m : 0.5m);

        await Play(ScoreOf(3) with { CostLimits = new CostLimitOptions { MaxCostPerJob = 10, MaxCostPerSheet = 20 } });

        Assert.Contains("$8.5 of the $10", Assert.Single(EventsOf(JobEventKind.Warning), w => w.Message.StartsWith("The job", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_was_cut_short_has_cost_what_it_said_by_then()
    {
        using var pause = new CancellationTokenSource();
        Task begun = FakeExecutor.HangAt(1, LineOf(2m));
        Task<Job> playing = Play(ScoreOf(1), pause);
        await begun;
        await pause.CancelAsync();

        Assert.Equal((JobStatus.Paused, 2m), ((await playing).Status, (await Load()).Cost));
    }

    private void Use(int number, decimal? dollars, bool thenFail = false) => FakeExecutor.Answer(number, act =>
    {
        act.Say(LineOf(dollars)[..20]);
        act.Say(LineOf(dollars)[20..]);
        return Task.FromResult(thenFail ? FakeExecutor.Failure() : FakeExecutor.Success);
    });

    private static string LineOf(decimal? dollars) => UsageLineParser.Of(new UsageReport(1000, 200, "opus", dollars)) + "\n";
}
