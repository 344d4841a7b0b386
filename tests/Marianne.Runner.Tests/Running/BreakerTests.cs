using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A run holds attempts back when all before them failed.</summary>
public sealed class BreakerTests : RunnerTestBase
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);
    private static readonly CircuitBreakerOptions Two = new() { FailureThreshold = 2, RecoveryTimeoutSeconds = 300 };

    private Score Failing => PromptScore() with
    {
        CircuitBreaker = Two,
        Retry = new RetryOptions { MaxRetries = 2, BaseDelaySeconds = 1, Jitter = false },
    };

    [Fact]
    public async Task It_opens_holds_the_next_attempt_and_lets_one_through()
    {
        Time.Pass(LookAgain);
        Time.Pass(TimeSpan.FromSeconds(3)); // The last part of the 298 seconds that are left after the delay.
        FakeExecutor.Answer(1, FakeExecutor.Failure(), FakeExecutor.Failure(), FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await Play(Failing);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(1 + 300, (Time.GetUtcNow() - begin).TotalSeconds); // The second delay is a part of the 300.
        JobEvent held = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Contains("'ask' is open", held.Message, StringComparison.Ordinal);
        Circuit circuit = (await Learning.GetCircuitAsync("ask", Cancellation))!;
        Assert.Equal((CircuitPosition.Closed, 2, 1), (circuit.State.Position, circuit.State.Failures, circuit.State.Successes));
    }

    [Fact]
    public async Task A_probe_that_fails_opens_it_again()
    {
        Time.Pass(LookAgain);
        Time.Pass(TimeSpan.FromSeconds(3)); // The last part of the 298 seconds that are left after the delay.
        FakeExecutor.Answer(1, FakeExecutor.Failure());

        Job job = await Play(Failing);

        Assert.Equal((JobStatus.Failed, 3), (job.Status, job.Sheets[0].AttemptCount));
        Assert.Equal(CircuitPosition.Open, (await Learning.GetCircuitAsync("ask", Cancellation))!.State.Position);
    }

    [Fact]
    public async Task It_goes_on_soon_after_somebody_reset_it()
    {
        await OpenAsync();
        Time.Pass(LookAgain);
        SheetStatus? held = null;
        OnEvent = happened =>
        {
            if (happened.Kind != JobEventKind.SheetWaiting)
                return;

            held = Load().GetAwaiter().GetResult().Sheets[0].Status;
            Learning.UpdateCircuitAsync("ask", circuit => circuit!.Reset(), default).AsTask().GetAwaiter().GetResult();
        };
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await Play(PromptScore());

        Assert.Equal((JobStatus.Completed, SheetStatus.Waiting), (job.Status, held));
        Assert.Equal(LookAgain, Time.GetUtcNow() - begin); // It would have been 300 seconds.
    }

    [Fact]
    public async Task A_hold_is_not_waited_for_any_more_when_the_job_is_resumed_and_nothing_holds_it()
    {
        await OpenAsync();
        using var pause = new CancellationTokenSource();
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };
        Job paused = await Play(PromptScore(), pause);
        Assert.Equal((JobStatus.Paused, SheetStatus.Waiting), (paused.Status, paused.Sheets[0].Status));
        await Learning.UpdateCircuitAsync("ask", circuit => circuit!.Reset(), Cancellation);
        DateTimeOffset begin = Time.GetUtcNow();

        Assert.Equal(JobStatus.Completed, (await Play(PromptScore())).Status);
        Assert.Equal(begin, Time.GetUtcNow());
    }

    [Fact]
    public async Task One_that_was_opened_by_hand_says_who_closes_it()
    {
        await Learning.UpdateCircuitAsync("ask", _ => new Circuit { Name = "ask" }.Force(CircuitPosition.Open, Time.GetUtcNow()), Cancellation);
        using var pause = new CancellationTokenSource();
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };

        await Play(PromptScore(), pause);

        Assert.Contains("Reset-MarianneCircuitBreaker", Assert.Single(EventsOf(JobEventKind.SheetWaiting)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_off_holds_nobody()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure());
        await Play(Failing with { CircuitBreaker = Two with { Enabled = false } });

        Assert.Equal(3, FakeExecutor.Seen.Count);
        Assert.Empty(EventsOf(JobEventKind.SheetWaiting));
        Assert.Empty(await Learning.ListCircuitsAsync(Cancellation));
    }

    [Fact]
    public async Task Rate_limits_and_results_that_are_not_valid_are_no_failures()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure("429"), FakeExecutor.Success);
        Score score = PromptScore() with
        {
            CircuitBreaker = new CircuitBreakerOptions { FailureThreshold = 1 },
            RateLimit = new RateLimitOptions { WaitMinutes = 1 },
            Validations = [new ValidationRule { Type = ValidationKind.FileExists, Path = "none", RetryCount = 0, TimeoutSeconds = 1000 }],
        };

        await Play(score);

        CircuitState state = (await Learning.GetCircuitAsync("ask", Cancellation))!.State;
        Assert.Equal((CircuitPosition.Closed, 0, 1), (state.Position, state.Failures, state.Successes));
    }

    /// <summary>It has failed just now.</summary>
    private async Task OpenAsync() => await Learning.UpdateCircuitAsync(
        "ask",
        _ => new Circuit { Name = "ask", State = CircuitState.New with { Position = CircuitPosition.Open, OpenedAt = Time.GetUtcNow() } },
        Cancellation);
}
