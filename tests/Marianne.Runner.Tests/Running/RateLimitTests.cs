using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Waits for rate limits, also by other jobs, with learned delays.</summary>
public sealed class RateLimitTests : RunnerTestBase
{
    private static readonly CommandResult Limited = FakeExecutor.Failure("429 Too Many Requests");

    [Fact]
    public async Task A_limit_is_waited_for_and_uses_no_retry()
    {
        FakeExecutor.Return(1, Limited, FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(ScoreOf(1) with { Learning = Compatible });

        Assert.Equal((JobStatus.Completed, 1, 0), (job.Status, job.RateLimitWaits, job.TotalRetryCount));
        Assert.Equal(3600, (Time.GetUtcNow() - begin).TotalSeconds); // The default delay of E101.
        Sheet sheet = job.Sheets[0];
        Assert.Equal(
            (2, 0, 1, "success_first_try"),
            (sheet.AttemptCount, sheet.Measures.Retries, sheet.Measures.RateLimitWaits, sheet.OutcomeCategory));
        Assert.Equal("normal", FakeExecutor.Seen.Last().Mode);
        LearnedOutcome outcome = await Learning.ListOutcomesAsync(new(), Cancellation).SingleAsync(Cancellation);
        Assert.Equal((0, true), (outcome.RetryCount, outcome.SuccessWithoutRetry));
    }

    [Fact]
    public async Task The_reset_time_precedes_the_learned_delay_and_that_the_score()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("rate limit, retry after 90 seconds"), FakeExecutor.Success);
        await RunAsync(ScoreOf(1));

        await TeachAsync("E101", 240);
        RateLimitOptions own = new() { WaitMinutes = 3 };
        FakeExecutor.Return(1, Limited, FakeExecutor.Success);
        await RunAsync(ScoreOf(1) with { RateLimit = own, Learning = Compatible });
        FakeExecutor.Return(1, FakeExecutor.Failure("429: at capacity"), FakeExecutor.Success);
        await RunAsync(ScoreOf(1) with { RateLimit = own, Learning = Compatible });

        Assert.Equal(
            [90, 240, 180], EventsOf(JobEventKind.SheetWaiting).Select(jobEvent => jobEvent.Duration!.Value.TotalSeconds));
    }

    [Fact]
    public async Task A_sheet_waits_as_often_as_the_score_allows_and_then_fails()
    {
        FakeExecutor.Return(1, Limited);

        Job job = await RunAsync(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 1, MaxWaits = 2 } });

        Assert.Equal(3, FakeExecutor.Seen.Count);
        Sheet sheet = job.Sheets[0];
        Assert.Equal(
            (SheetStatus.Failed, "rate_limit", "failed_exhausted"), (sheet.Status, sheet.ErrorCategory, sheet.OutcomeCategory));
        Assert.Equal("E101", sheet.Measures.ErrorCode);
    }

    [Fact]
    public async Task A_limit_that_has_just_ended_is_waited_for_shortly_and_then_as_usual()
    {
        var ended = FakeExecutor.Failure($"usage limit reached|{Time.GetUtcNow().ToUnixTimeSeconds()}");
        FakeExecutor.Return(1, ended, ended, FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        await RunAsync(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 2 }, Learning = Compatible });

        Assert.Equal(125, (Time.GetUtcNow() - begin).TotalSeconds);
    }

    [Fact]
    public async Task A_retry_waits_until_the_time_that_a_service_names()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("HTTP/1.1 503 Service Unavailable\nRetry-After: 120"), FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 1, Jitter = false } });

        Assert.Equal(120, (Time.GetUtcNow() - begin).TotalSeconds);
        Assert.Equal(1, job.Sheets[0].Measures.Retries);
    }

    [Fact]
    public async Task An_unknown_message_that_names_a_limit_and_a_time_is_a_limit_with_a_warning()
    {
        List<string> warnings = [];
        OnEvent = jobEvent => warnings.AddRange(jobEvent.Kind == JobEventKind.Warning ? [jobEvent.Message!] : []);
        FakeExecutor.Return(1, FakeExecutor.Failure("No allowance left, back in 30 minutes."), FakeExecutor.Success);

        Job job = await RunAsync(ScoreOf(1));

        Assert.Equal(1, job.Sheets[0].Measures.QuotaWaits);
        Assert.Contains(warnings, warning => warning.EndsWith("No allowance left, back in 30 minutes.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Quotas_are_counted_separately()
    {
        FakeExecutor.Return(
            1, Limited, FakeExecutor.Failure("usage limit reached"), Limited, FakeExecutor.Failure("usage limit reached"));

        Job job = await RunAsync(
            ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 1, MaxWaits = 2, MaxQuotaWaits = 1 } });

        Assert.Equal(
            (2, 1, "E104"),
            (job.Sheets[0].Measures.RateLimitWaits, job.Sheets[0].Measures.QuotaWaits, job.Sheets[0].Measures.ErrorCode));
        Assert.Equal(4, FakeExecutor.Seen.Count);
    }

    [Fact]
    public async Task A_wait_that_was_too_short_is_added_to_the_next_one()
    {
        FakeExecutor.Return(1, Limited, Limited, FakeExecutor.Success);

        await RunAsync(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 2 }, Learning = Compatible });

        Assert.Equal(
            [("E101", 120.0, 120.0, false), ("E101", 120.0, 240.0, true)],
            (await RecoveriesAsync()).Select(wait =>
                (wait.ErrorCode, wait.SuggestedWait.TotalSeconds, wait.ActualWait.TotalSeconds, wait.Recovered)));
    }

    [Fact]
    public async Task Another_error_shows_that_the_limit_was_over()
    {
        FakeExecutor.Return(1, Limited, FakeExecutor.Failure());

        await RunAsync(ScoreOf(1));

        Assert.True(Assert.Single(await RecoveriesAsync()).Recovered);
    }

    [Fact]
    public async Task Another_job_waits_too()
    {
        await Learning.RecordRateLimitAsync(LimitOf("ask"), Cancellation);
        DateTimeOffset begin = Time.GetUtcNow();
        Time.AutoAdvance(TimeSpan.FromSeconds(80));

        Job job = await RunAsync(PromptScore());

        Assert.Equal(80, (Time.GetUtcNow() - begin).TotalSeconds); // 80 percent of the limit.
        Assert.Equal((JobStatus.Completed, 0, 1), (job.Status, job.RateLimitWaits, job.Sheets[0].AttemptCount));
        JobEvent waiting = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Contains("E101", waiting.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another", true)]
    [InlineData("ask", false)]
    public async Task A_limit_of_another_service_or_an_ignored_limit_holds_no_sheet(string service, bool honours)
    {
        await Learning.RecordRateLimitAsync(LimitOf(service), Cancellation);

        await RunAsync(PromptScore() with { CircuitBreaker = new CircuitBreakerOptions { HonorOtherJobsRateLimits = honours } });

        Assert.Empty(EventsOf(JobEventKind.SheetWaiting));
    }

    [Fact]
    public async Task A_limit_is_shared_while_the_sheet_waits()
    {
        IReadOnlyList<LearnedRateLimit> limits = [];
        FakeExecutor.Return(1, Limited, FakeExecutor.Success);
        OnEvent = jobEvent => limits = jobEvent.Kind == JobEventKind.SheetWaiting
            ? Learning.ListRateLimitsAsync(null, null, default).AsTask().GetAwaiter().GetResult() : limits;

        await RunAsync(PromptScore() with { Learning = Compatible });

        LearnedRateLimit limit = Assert.Single(limits);
        Assert.Equal(("E101", "ask", 3600.0), (limit.ErrorCode, limit.Model, limit.Duration.TotalSeconds));
    }

    [Fact]
    public async Task The_compatible_formula_replaces_the_default_hour()
    {
        await using var service = new LimitedService(Time, openAfter: TimeSpan.FromMinutes(40));
        FakeExecutor.Return(1, async call => await service.CallAsync(call.Stop));
        foreach (int day in Enumerable.Range(1, 10))
        {
            service.Close(announced: TimeSpan.FromMinutes(40));
            Assert.Equal(JobStatus.Completed, (await RunAsync(PromptScore())).Status);
        }

        service.Close(announced: null);
        int before = Events.Count;
        DateTimeOffset begin = Time.GetUtcNow();
        Job job = await RunAsync(PromptScore() with { Learning = Compatible });

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Sheets[0].AttemptCount));
        JobEvent waiting = Assert.Single(Events.Skip(before), jobEvent => jobEvent.Kind == JobEventKind.SheetWaiting);
        Assert.Equal(TimeSpan.FromMinutes(40), waiting.Duration);
        Assert.Equal(TimeSpan.FromMinutes(40), Time.GetUtcNow() - begin);
        Assert.Equal(22, service.Calls);
    }

    private static LearnedRateLimit LimitOf(string service) => new()
    {
        ErrorCode = "E101",
        Model = service,
        SourceJobHash = LearningHash.OfJob("other"),
        Duration = TimeSpan.FromSeconds(100),
    };
}
