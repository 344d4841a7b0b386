using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Rate limits are waited for, by everybody, and for as long as was learned.</summary>
public sealed class RateLimitTests : RunnerTestBase
{
    private static readonly CommandResult Limited = FakeExecutor.Failure("429 Too Many Requests");

    [Fact]
    public async Task A_limit_uses_no_retry_and_is_waited_for()
    {
        FakeExecutor.Answer(1, Limited, FakeExecutor.Success);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await Play(ScoreOf(1));

        Assert.Equal((JobStatus.Completed, 1, 0), (job.Status, job.RateLimitWaits, job.TotalRetryCount));
        Assert.Equal(3600, (Time.GetUtcNow() - begin).TotalSeconds); // What E101 waits when nothing is known.
        Sheet sheet = job.Sheets[0];
        Assert.Equal((2, 0, 1, "success_first_try"), (sheet.AttemptCount, sheet.Measures.Retries, sheet.Measures.RateLimitWaits, sheet.OutcomeCategory));
        Assert.Equal("normal", FakeExecutor.Seen.Last().Mode);
        LearnedOutcome outcome = await Learning.ListOutcomesAsync(new(), Cancellation).SingleAsync(Cancellation);
        Assert.Equal((0, true), (outcome.RetryCount, outcome.SuccessWithoutRetry));
    }

    [Fact]
    public async Task The_time_that_the_limit_names_goes_first_then_what_was_learned_then_the_score()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure("rate limit, retry after 90 seconds"), FakeExecutor.Success);
        await Play(ScoreOf(1));

        await Teach("E101", 240);
        RateLimitOptions own = new() { WaitMinutes = 3 };
        FakeExecutor.Answer(1, Limited, FakeExecutor.Success);
        await Play(ScoreOf(1) with { RateLimit = own });
        FakeExecutor.Answer(1, FakeExecutor.Failure("429: at capacity"), FakeExecutor.Success);
        await Play(ScoreOf(1) with { RateLimit = own });

        Assert.Equal([90, 240, 180], EventsOf(JobEventKind.SheetWaiting).Select(happened => happened.Duration!.Value.TotalSeconds));
    }

    [Fact]
    public async Task It_waits_as_often_as_the_score_says_and_then_fails()
    {
        FakeExecutor.Answer(1, Limited);

        Job job = await Play(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 1, MaxWaits = 2 } });

        Assert.Equal(3, FakeExecutor.Seen.Count);
        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "rate_limit", "failed_exhausted"), (sheet.Status, sheet.ErrorCategory, sheet.OutcomeCategory));
        Assert.Equal("E101", sheet.Measures.ErrorCode);
    }

    [Fact]
    public async Task A_quota_is_counted_apart()
    {
        FakeExecutor.Answer(1, Limited, FakeExecutor.Failure("quota exceeded"), Limited, FakeExecutor.Failure("quota exceeded"));

        Job job = await Play(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 1, MaxWaits = 2, MaxQuotaWaits = 1 } });

        Assert.Equal((2, 1, "E104"), (job.Sheets[0].Measures.RateLimitWaits, job.Sheets[0].Measures.QuotaWaits, job.Sheets[0].Measures.ErrorCode));
        Assert.Equal(4, FakeExecutor.Seen.Count);
    }

    [Fact]
    public async Task A_wait_that_was_too_short_counts_in_the_one_that_was_long_enough()
    {
        FakeExecutor.Answer(1, Limited, Limited, FakeExecutor.Success);

        await Play(ScoreOf(1) with { RateLimit = new RateLimitOptions { WaitMinutes = 2 } });

        Assert.Equal(
            [("E101", 120.0, 120.0, false), ("E101", 120.0, 240.0, true)],
            (await Recoveries()).Select(wait => (wait.ErrorCode, wait.SuggestedWait.TotalSeconds, wait.ActualWait.TotalSeconds, wait.Recovered)));
    }

    [Fact]
    public async Task A_failure_of_another_kind_says_that_the_limit_was_over()
    {
        FakeExecutor.Answer(1, Limited, FakeExecutor.Failure());

        await Play(ScoreOf(1));

        Assert.True(Assert.Single(await Recoveries()).Recovered);
    }

    [Fact]
    public async Task Another_job_waits_too()
    {
        await Learning.RecordRateLimitAsync(LimitOf("ask"), Cancellation);
        DateTimeOffset begin = Time.GetUtcNow();
        Time.Pass(TimeSpan.FromSeconds(80));

        Job job = await Play(PromptScore());

        Assert.Equal(80, (Time.GetUtcNow() - begin).TotalSeconds); // 80 percent of it.
        Assert.Equal((JobStatus.Completed, 0, 1), (job.Status, job.RateLimitWaits, job.Sheets[0].AttemptCount));
        JobEvent waiting = Assert.Single(EventsOf(JobEventKind.SheetWaiting));
        Assert.Contains("E101", waiting.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("another", true)]
    [InlineData("ask", false)]
    public async Task A_limit_of_something_else_or_that_is_not_to_be_honoured_keeps_nobody(string service, bool honours)
    {
        await Learning.RecordRateLimitAsync(LimitOf(service), Cancellation);

        await Play(PromptScore() with { CircuitBreaker = new CircuitBreakerOptions { HonorOtherJobsRateLimits = honours } });

        Assert.Empty(EventsOf(JobEventKind.SheetWaiting));
    }

    [Fact]
    public async Task The_event_of_a_limit_is_there_for_others_while_the_sheet_waits()
    {
        IReadOnlyList<LearnedRateLimit> limits = [];
        FakeExecutor.Answer(1, Limited, FakeExecutor.Success);
        OnEvent = happened => limits = happened.Kind == JobEventKind.SheetWaiting
            ? Learning.ListRateLimitsAsync(null, null, default).AsTask().GetAwaiter().GetResult() : limits;

        await Play(PromptScore());

        LearnedRateLimit limit = Assert.Single(limits);
        Assert.Equal(("E101", "ask", 3600.0), (limit.ErrorCode, limit.Model, limit.Duration.TotalSeconds));
    }

    [Fact]
    public async Task What_recoveries_taught_replaces_the_default_hour()
    {
        await using var service = new LimitedService(Time, openAfter: TimeSpan.FromMinutes(40));
        FakeExecutor.Answer(1, async act => await service.CallAsync(act.Stop));
        foreach (int day in Enumerable.Range(1, 10))
        {
            service.Close(says: TimeSpan.FromMinutes(40));
            Assert.Equal(JobStatus.Completed, (await Play(PromptScore())).Status);
        }

        service.Close(says: null);
        int before = Events.Count;
        DateTimeOffset begin = Time.GetUtcNow();
        Job job = await Play(PromptScore());

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Sheets[0].AttemptCount));
        JobEvent waiting = Assert.Single(Events.Skip(before), happened => happened.Kind == JobEventKind.SheetWaiting);
        Assert.Equal(TimeSpan.FromMinutes(40), waiting.Duration);
        Assert.Equal(TimeSpan.FromMinutes(40), Time.GetUtcNow() - begin);
        Assert.Equal(22, service.Calls);
    }

    private async Task Teach(string code, double seconds)
    {
        LearnedRecovery recovery = new() { ErrorCode = code, ActualWait = TimeSpan.FromSeconds(seconds), Recovered = true };
        await Learning.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, 20)], Cancellation);
    }

    private static LearnedRateLimit LimitOf(string service) => new()
    {
        ErrorCode = "E101",
        Model = service,
        SourceJobHash = LearningHash.OfJob("other"),
        Duration = TimeSpan.FromSeconds(100),
    };
}
