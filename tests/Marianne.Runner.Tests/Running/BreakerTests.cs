using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>An open circuit breaker holds attempts back.</summary>
public sealed class BreakerTests : RunnerTestBase
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);
    private static readonly CircuitBreakerOptions Two = new() { FailureThreshold = 2, RecoveryTimeoutSeconds = 300 };

    private Score Failing => PromptScore() with
    {
        CircuitBreaker = Two,
        Retry = new RetryOptions { MaxRetries = 2, BaseDelaySeconds = 1, Jitter = false },
    };

    [Fact]
    public async Task An_open_breaker_holds_the_next_attempt_and_then_permits_one()
    {
        Time.AutoAdvance(PollInterval);
        Time.AutoAdvance(TimeSpan.FromSeconds(3)); // The last poll interval of the 298 seconds that remain after the delay.
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Failure(), FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(Failing);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(1 + 300, (Time.GetUtcNow() - begin).TotalSeconds); // The second delay is part of the 300 seconds.
        JobEvent held = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Contains("'ask' is open", held.Message, StringComparison.Ordinal);
        Circuit circuit = (await Learning.GetCircuitAsync("ask", Cancellation))!;
        Assert.Equal((CircuitPosition.Closed, 2, 1), (circuit.State.Position, circuit.State.Failures, circuit.State.Successes));
    }

    [Fact]
    public async Task A_failed_probe_opens_the_breaker_again()
    {
        Time.AutoAdvance(PollInterval);
        Time.AutoAdvance(TimeSpan.FromSeconds(3)); // The last poll interval of the 298 seconds that remain after the delay.
        FakeExecutor.Return(1, FakeExecutor.Failure());

        Job job = await RunAsync(Failing);

        Assert.Equal((JobStatus.Failed, 3), (job.Status, job.Sheets[0].AttemptCount));
        Assert.Equal(CircuitPosition.Open, (await Learning.GetCircuitAsync("ask", Cancellation))!.State.Position);
    }

    [Fact]
    public async Task A_run_continues_soon_after_the_breaker_is_reset()
    {
        await OpenAsync();
        Time.AutoAdvance(PollInterval);
        SheetStatus? held = null;
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind != JobEventKind.SheetWaiting)
                return;

            held = LoadAsync().GetAwaiter().GetResult().Sheets[0].Status;
            Learning.UpdateCircuitAsync("ask", circuit => circuit!.Reset(), default).AsTask().GetAwaiter().GetResult();
        };
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(PromptScore());

        Assert.Equal((JobStatus.Completed, SheetStatus.Waiting), (job.Status, held));
        Assert.Equal(PollInterval, Time.GetUtcNow() - begin); // It would have been 300 seconds.
    }

    [Fact]
    public async Task A_resumed_job_does_not_wait_for_a_hold_that_is_over()
    {
        await OpenAsync();
        using var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };
        Job paused = await RunAsync(PromptScore(), pause);
        Assert.Equal((JobStatus.Paused, SheetStatus.Waiting), (paused.Status, paused.Sheets[0].Status));
        await Learning.UpdateCircuitAsync("ask", circuit => circuit!.Reset(), Cancellation);
        DateTimeOffset begin = Time.GetUtcNow();

        Assert.Equal(JobStatus.Completed, (await RunAsync(PromptScore())).Status);
        Assert.Equal(begin, Time.GetUtcNow());
    }

    [Fact]
    public async Task A_manually_opened_breaker_names_the_cmdlet_that_closes_it_and_is_a_long_wait()
    {
        await Learning.UpdateCircuitAsync(
            "ask", _ => new Circuit { Name = "ask" }.Force(CircuitPosition.Open, Time.GetUtcNow()), Cancellation);
        using var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };

        await RunAsync(PromptScore(), pause);

        JobEvent waiting = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Contains("Reset-MarianneCircuitBreaker", waiting.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(1), waiting.Duration); // A shorter wait would be no warning, and the run would stand still in silence.
    }

    [Fact]
    public async Task A_disabled_breaker_holds_no_attempt()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        await RunAsync(Failing with { CircuitBreaker = Two with { Enabled = false } });

        Assert.Equal(3, FakeExecutor.Seen.Count);
        Assert.Empty(EventsOf(JobEventKind.SheetWaiting));
        Assert.Empty(await Learning.ListCircuitsAsync(Cancellation));
    }

    [Fact]
    public async Task Rate_limits_and_invalid_results_are_not_failures_of_the_service()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("429 Too Many Requests"), FakeExecutor.Success);
        Score score = PromptScore() with
        {
            CircuitBreaker = new CircuitBreakerOptions { FailureThreshold = 1 },
            RateLimit = new RateLimitOptions { WaitMinutes = 1 },
            Validations =
                [new ValidationRule { Type = ValidationKind.FileExists, Path = "none", RetryCount = 0, TimeoutSeconds = 1000 }],
        };

        await RunAsync(score);

        CircuitState state = (await Learning.GetCircuitAsync("ask", Cancellation))!.State;
        Assert.Equal((CircuitPosition.Closed, 0, 1), (state.Position, state.Failures, state.Successes));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    public async Task Commands_have_a_breaker_only_if_the_score_enables_it(bool? isEnabled)
    {
        for (int number = 1; number <= 3; number++)
            FakeExecutor.Return(number, FakeExecutor.Failure());
        CircuitBreakerOptions options = isEnabled is { } enabled ? Two with { Enabled = enabled } : Two;
        using var pause = new CancellationTokenSource();
        PauseWhenWaiting(pause);

        Job job = await RunAsync(
            ScoreOf(3) with { CircuitBreaker = options, Parallel = new ParallelismOptions { FailFast = false } }, pause);

        Assert.Equal(isEnabled is null ? (JobStatus.Failed, 3) : (JobStatus.Paused, 2), (job.Status, FakeExecutor.Seen.Count));
        Assert.Equal(isEnabled is null ? [] : ["score stage"], (await Learning.ListCircuitsAsync(Cancellation)).Select(c => c.Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_changed_score_closes_its_own_breaker(bool restarts)
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = ScoreOf(1) with { CircuitBreaker = Two with { Enabled = true, FailureThreshold = 1 } };
        await RunAsync(score);
        Assert.Equal(CircuitPosition.Open, (await Learning.GetCircuitAsync("score stage", Cancellation))!.State.Position);

        FakeExecutor.Return(1, FakeExecutor.Success);
        Score corrected = score with { Sheets = [new ScoreSheet { Command = "do it right" }] };
        Job job = await RunAsync(new RunRequest { Score = corrected, Restart = restarts, Force = true });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Contains(EventsOf(JobEventKind.Warning), warning =>
            warning.Message == "The circuit breaker 'score stage' was closed, because the score has changed.");
    }

    [Fact]
    public async Task A_changed_score_does_not_close_a_breaker_that_the_user_opened_or_that_is_an_instruments()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Score score = PromptScore() with
        {
            Sheets = [new ScoreSheet { Prompt = "Ask." }, new ScoreSheet { Command = "x" }],
            CircuitBreaker = Two with { Enabled = true, FailureThreshold = 1 },
        };
        await RunAsync(score);
        await Learning.UpdateCircuitAsync(
            "score stage", _ => new Circuit { Name = "score stage" }.Force(CircuitPosition.Open, Time.GetUtcNow()), Cancellation);
        using var pause = new CancellationTokenSource();
        PauseWhenWaiting(pause);

        await RunAsync(
            new RunRequest { Score = score with { Description = "changed" }, Force = true }, pause);

        Assert.All(await Learning.ListCircuitsAsync(Cancellation), c => Assert.Equal(CircuitPosition.Open, c.State.Position));
    }

    [Fact]
    public async Task A_sheet_that_waits_for_a_breaker_names_it_and_the_command_that_closes_it()
    {
        await OpenAsync();
        using var pause = new CancellationTokenSource();
        PauseWhenWaiting(pause);

        Job job = await RunAsync(PromptScore(), pause);

        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Waiting, null), (sheet.Status, sheet.ErrorCategory)); // It is no rate limit.
        Assert.Equal(
            "The circuit breaker 'ask' is open. To close it, run Reset-MarianneCircuitBreaker 'ask'.",
            sheet.ErrorMessage);
    }

    private void PauseWhenWaiting(CancellationTokenSource pause) => OnEvent = jobEvent =>
    {
        if (jobEvent.Kind == JobEventKind.SheetWaiting)
            pause.Cancel();
    };

    /// <summary>A breaker whose service has just failed.</summary>
    private async Task OpenAsync() => await Learning.UpdateCircuitAsync(
        "ask",
        _ => new Circuit
        {
            Name = "ask",
            State = CircuitState.New with { Position = CircuitPosition.Open, OpenedAt = Time.GetUtcNow() },
        },
        Cancellation);
}
