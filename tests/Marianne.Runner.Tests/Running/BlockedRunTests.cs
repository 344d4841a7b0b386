using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Errors that only a person can end pause the job at once, and cost nothing.</summary>
public sealed class BlockedRunTests : RunnerTestBase
{
    private static readonly CommandResult NoCredit = FakeExecutor.Failure(
        "Error code: 429 - {'error': {'message': 'You exceeded your current quota, please check your plan and billing details.', "
        + "'type': 'insufficient_quota'}}");

    private static readonly CommandResult NotSignedIn = FakeExecutor.Failure("Invalid API key · Please run /login");

    public static TheoryData<string, string> Refusals => new()
    {
        { "E106", "Buy credit, or raise the quota at the service, and run the job again. Sheet 1: " },
        { "E502", "Sign in again, or correct the key or the token, and run the job again. Sheet 1: " },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task The_job_is_paused_after_one_attempt_and_says_what_to_do(string code, string message)
    {
        FakeExecutor.Return(1, ResultOf(code));

        Job job = await RunAsync(ScoreOf(3) with { Retry = new RetryOptions { MaxRetries = 3 } });

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.StartsWith(message, job.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains($"({code}: ", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Equal((0, 0), (job.TotalRetryCount, job.RateLimitWaits));
        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Waiting, 1, code), (sheet.Status, sheet.AttemptCount, sheet.Measures.ErrorCode));
        Assert.Equal((0, null), (sheet.Measures.Retries, sheet.Measures.NextAttemptAt));
        Assert.Equal(1, Assert.Single(await HistoryAsync()).ExitCode);
        Assert.Equal($"Paused. {job.ErrorMessage}", Events[^1].Message);
        Assert.Empty(await Learning.ListRateLimitsAsync(null, null, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task When_the_job_is_run_again_the_sheet_makes_another_attempt(string code, string message)
    {
        FakeExecutor.Return(1, ResultOf(code), FakeExecutor.Success);
        Job paused = await RunAsync(ScoreOf(2));
        Assert.StartsWith(message, paused.ErrorMessage, StringComparison.Ordinal);

        Job done = await RunAsync(new RunRequest { JobId = paused.Id });

        Assert.Equal((JobStatus.Completed, null), (done.Status, done.ErrorMessage));
        Assert.Equal([1, 1, 2], FakeExecutor.Numbers);
        Assert.Equal((2, 0), (done.Sheets[0].AttemptCount, done.Sheets[0].Measures.Retries));
    }

    [Fact]
    public async Task A_sheet_that_runs_may_end_and_one_that_waits_does_not_delay_the_pause()
    {
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var working = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent is { Kind: JobEventKind.SheetWaiting, SheetNumber: 2 })
                waiting.SetResult();
            if (jobEvent is { Kind: JobEventKind.SheetInterrupted, SheetNumber: 1 })
                refused.SetResult();
        };
        FakeExecutor.Return(1, async _ =>
        {
            await Task.WhenAll(waiting.Task, working.Task);
            return NotSignedIn;
        });
        FakeExecutor.Return(2, FakeExecutor.Failure("429 Too Many Requests\nRetry-After: 7000"));
        FakeExecutor.Return(3, async _ => // It has the place of the sheet that waits.
        {
            working.SetResult();
            await refused.Task;
            return FakeExecutor.Success;
        });

        Job job = await new JobRunner(Services()).RunAsync(
            await PlanAsync(ScoreOf(4) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 } }),
            OnEvent,
            Cancellation);

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal(
            [SheetStatus.Waiting, SheetStatus.Waiting, SheetStatus.Completed, SheetStatus.Pending],
            job.Sheets.Select(sheet => sheet.Status));
        Assert.NotNull(job.Sheets[1].Measures.NextAttemptAt); // The rest of this wait belongs to the next run.
    }

    [Fact]
    public async Task A_failure_of_another_sheet_does_not_hide_what_to_do()
    {
        FakeExecutor.Return(1, NoCredit);
        FakeExecutor.Return(2, FakeExecutor.Failure());

        Job job = await RunAsync(ScoreOf(2) with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2, FailFast = false },
        });

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.StartsWith("Buy credit", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_exits_with_0_although_it_is_not_signed_in_is_not_Completed()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("Invalid API key · Please run /login", exitCode: 0));

        Job job = await RunAsync(PromptScore());

        Assert.Equal((JobStatus.Paused, "E502"), (job.Status, job.Sheets[0].Measures.ErrorCode));
    }

    [Fact]
    public async Task The_circuit_breaker_of_the_instrument_stays_closed()
    {
        FakeExecutor.Return(1, NotSignedIn, FakeExecutor.Success);
        Score score = PromptScore() with { CircuitBreaker = new CircuitBreakerOptions { FailureThreshold = 1 } };

        await RunAsync(score);

        Circuit? circuit = await Learning.GetCircuitAsync("ask", Cancellation);
        Assert.Equal(CircuitPosition.Closed, circuit?.State.Position ?? CircuitPosition.Closed);
        Assert.Equal(JobStatus.Completed, (await RunAsync(score)).Status);
    }

    private static CommandResult ResultOf(string code) => code == "E106" ? NoCredit : NotSignedIn;
}
