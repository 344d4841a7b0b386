using System.Globalization;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Whom a limit holds, and how its waits end before its time.</summary>
public sealed class LimitServiceTests : RunnerTestBase
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    /// <summary>The service, the model and the kind of the sheet that is to start; the service and the model of the limit.</summary>
    public static TheoryData<bool, string?, string?, string?, bool> Cases => new()
    {
        { true, null, "ask", null, true }, // The instrument is the service of a prompt.
        { true, null, "gemini", null, false },
        { true, "openai", "openai", null, true },
        { true, "openai", "ask", null, false },
        { true, "", "ask", null, false },
        { false, null, "ask", null, false }, // A command has no service.
        { false, "github", "github", null, true },
        { false, "github", "ask", null, false },
        { true, null, null, null, true }, // A limit that another implementation recorded.
        { true, null, null, "ask", true },
        { true, null, null, "opus", false },
        { false, null, null, null, false },
        { false, "github", null, null, false },
        { false, null, null, "score stage", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_limit_holds_the_sheets_that_call_its_service(
        bool isPrompt, string? service, string? limited, string? model, bool isHeld)
    {
        await LimitAsync(limited, model);
        Time.AutoAdvance(TimeSpan.FromSeconds(80));
        Score score = (isPrompt ? PromptScore() : ScoreOf(1)) is var plain
            ? plain with { Sheets = [plain.Sheets[0] with { Service = service }] }
            : plain;

        await RunAsync(score);

        Assert.Equal(isHeld ? 1 : 0, EventsOf(JobEventKind.SheetWaiting).Count());
    }

    [Fact]
    public async Task The_service_of_a_score_is_that_of_its_sheets()
    {
        await LimitAsync("github");
        Time.AutoAdvance(TimeSpan.FromSeconds(80));

        await RunAsync(ScoreOf(1) with { Service = "github" });

        Assert.Single(EventsOf(JobEventKind.SheetWaiting));
    }

    [Fact]
    public async Task A_limit_of_a_command_holds_no_other_sheet_and_no_other_job()
    {
        FakeExecutor.Return(1, Limited("Retry-After: 7000"), FakeExecutor.Success);
        var isDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Score score = ScoreOf(2) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 } };
        FakeExecutor.Return(2, async _ =>
        {
            await isDone.Task;
            return FakeExecutor.Success;
        });
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Job> run = new JobRunner(Services()).RunAsync(await PlanAsync(score), OnWaiting, Cancellation).AsTask();
        await waiting.Task;

        LearnedRateLimit limit = Assert.Single(await Learning.ListRateLimitsAsync(null, null, Cancellation));
        Assert.StartsWith("sheet 1 of stage-", limit.Service, StringComparison.Ordinal);
        Assert.Equal(JobStatus.Completed, (await RunAsync(ScoreOf(1, "other") with { Workspace = "other" })).Status);
        Assert.Empty(EventsOf(JobEventKind.SheetWaiting));

        isDone.SetResult();
        await Time.TimerAsync(PollInterval, Cancellation); // The wait begins after it was announced.
        Time.Advance(TimeSpan.FromSeconds(7000));
        Assert.Equal(JobStatus.Completed, (await run).Status);

        void OnWaiting(JobEvent jobEvent)
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting)
                waiting.TrySetResult();
        }
    }

    [Fact]
    public void The_advice_to_lift_a_limit_is_a_command_whatever_the_name_of_the_service() => Assert.Equal(
        "To end the wait, run Clear-LearnedRateLimit -Service 'it\u2019\u2019s'.",
        RunLimits.AdviceOf(new LearnedRateLimit { ErrorCode = "E101", SourceJobHash = "", Service = "it\u2019s", Duration = TimeSpan.FromMinutes(1) }));

    [Fact]
    public async Task Sheets_that_meet_one_limit_record_it_once_and_wait_once()
    {
        DateTimeOffset reset = Time.GetUtcNow().AddHours(5);
        var all = new Barrier(3);
        foreach (int number in Enumerable.Range(1, 3))
        {
            FakeExecutor.Return(number, _ => Task.Run(() =>
            {
                all.SignalAndWait(Cancellation);
                return FakeExecutor.Failure(string.Create(
                    CultureInfo.InvariantCulture, $"You've hit your session limit · resets {reset:h:mmtt} (UTC)"));
            }));
            FakeExecutor.Return(number, FakeExecutor.Success);
        }

        Score score = ScoreOf(3) with
        {
            Instrument = "ask",
            Sheets = [.. Enumerable.Range(1, 3).Select(number => new ScoreSheet { Prompt = $"Do {number}." })],
            Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 3 },
        };

        var allWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int waiting = 0;
        Task<Job> run = new JobRunner(Services()).RunAsync(await PlanAsync(score), OnWaiting, Cancellation).AsTask();
        await allWait.Task;
        for (int sheet = 0; sheet < 3; sheet++)
            await Time.TimerAsync(PollInterval, Cancellation); // The waits begin after they were announced.

        Assert.Single(await Learning.ListRateLimitsAsync(null, null, Cancellation));
        Time.Advance(reset - Time.GetUtcNow());
        Assert.Equal(3, FakeExecutor.Seen.Count);

        Time.Advance(TimeSpan.FromSeconds(60));
        Job job = await run;
        Assert.Equal((JobStatus.Completed, 3), (job.Status, waiting));
        Assert.Equal(0, job.TotalRetryCount);
        Assert.All(job.Sheets, sheet => Assert.Equal(
            (2, 0, 1, "E104"), (sheet.AttemptCount, sheet.Measures.Retries, sheet.Measures.QuotaWaits, sheet.Measures.ErrorCode)));
        Assert.All(job.Sheets, sheet => Assert.InRange(
            sheet.StartedAt!.Value - reset, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1)));

        void OnWaiting(JobEvent jobEvent)
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting && Interlocked.Increment(ref waiting) == 3)
                allWait.SetResult();
        }
    }

    [Fact]
    public async Task The_named_end_of_a_quota_holds_others_to_its_end()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("Usage limit reached. Try again in 5 hours."), FakeExecutor.Success);
        LearnedRateLimit? limit = null;
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting)
                limit = Learning.ListRateLimitsAsync(null, null, Cancellation).AsTask().GetAwaiter().GetResult().Single();
        };

        await RunAsync(PromptScore());

        Assert.Equal(("ask", 18_000.0), (limit!.Service, (limit.ExpiresAt - limit.RecordedAt).TotalSeconds));
    }

    /// <summary>The sheet waits for its own limit, or for that of another job.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_wait_ends_when_another_process_lifts_its_limit(bool isOwn)
    {
        if (isOwn)
            FakeExecutor.Return(1, Limited("Retry-After: 7000"), FakeExecutor.Success);
        else
            await LimitAsync("ask", seconds: 9000);
        List<string> messages = [];
        Time.AutoAdvance(PollInterval);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await new JobRunner(Services()).RunAsync(await PlanAsync(PromptScore()), OnWaiting, Cancellation);

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.True(Time.GetUtcNow() - begin < TimeSpan.FromSeconds(5000));
        Assert.Contains("To end the wait, run Clear-LearnedRateLimit -Service 'ask'.", Assert.Single(messages), StringComparison.Ordinal);
        Assert.Empty(await RecoveriesAsync()); // It says nothing about the length of the limit.
        Assert.Null(job.Sheets[0].Measures.LimitId);

        void OnWaiting(JobEvent jobEvent)
        {
            if (jobEvent.Kind != JobEventKind.SheetWaiting)
                return;
            messages.Add(jobEvent.Message);

            // The run waits for this, so the clock cannot run on meanwhile.
            LearnedRateLimit limit = Learning.ListRateLimitsAsync(null, null, Cancellation).AsTask().GetAwaiter().GetResult().Single();
            Learning.RemoveRateLimitsAsync([limit.Id], Cancellation).AsTask().GetAwaiter().GetResult();
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 7000)]
    public async Task A_resumed_sheet_does_not_wait_for_a_limit_that_was_lifted(bool isLifted, int expected)
    {
        FakeExecutor.Return(1, Limited("Retry-After: 7000"), FakeExecutor.Success);
        using var pause = new CancellationTokenSource();
        var runner = new JobRunner(Services());
        Job paused = await runner.RunAsync(
            await PlanAsync(PromptScore()),
            jobEvent =>
            {
                if (jobEvent.Kind == JobEventKind.SheetWaiting)
                    pause.Cancel();
            },
            pause.Token);
        Assert.Equal(JobStatus.Paused, paused.Status);
        string id = paused.Sheets[0].Measures.LimitId!;
        if (isLifted)
            await Learning.RemoveRateLimitsAsync([id], Cancellation);
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(PromptScore());

        Assert.Equal((JobStatus.Completed, expected), (job.Status, (int)(Time.GetUtcNow() - begin).TotalSeconds));
    }

    [Fact]
    public async Task A_limit_that_ends_in_more_than_8_days_pauses_the_job()
    {
        FakeExecutor.Return(1, Limited("Retry-After: 777600"), FakeExecutor.Success); // 9 days.

        Job job = await RunAsync(PromptScore());

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.StartsWith(
            "A rate limit ends at 2026-12-10 07:05 +00:00, in 9 d 0 h. A job waits no longer than 8 days: run it again then.",
            job.ErrorMessage, StringComparison.Ordinal);
        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Waiting, 1, 0), (sheet.Status, sheet.AttemptCount, job.RateLimitWaits));
        Assert.Equal(Time.GetUtcNow().AddDays(9), sheet.Measures.NextAttemptAt);

        Job still = await RunAsync(PromptScore());
        Assert.Equal((JobStatus.Paused, 1), (still.Status, still.Sheets[0].AttemptCount));
        Assert.Equal([1], FakeExecutor.Numbers);

        Time.Advance(TimeSpan.FromDays(9));
        Job done = await RunAsync(PromptScore());
        Assert.Equal((JobStatus.Completed, 2), (done.Status, done.Sheets[0].AttemptCount));
    }

    [Fact]
    public async Task A_limit_of_another_job_that_ends_in_more_than_8_days_pauses_the_job()
    {
        await LimitAsync("ask", seconds: 11 * 86_400);

        Job job = await RunAsync(PromptScore());

        Assert.Equal((JobStatus.Paused, SheetStatus.Pending), (job.Status, job.Sheets[0].Status));
        Assert.StartsWith("A rate limit ends at 2026-12-10 02:17 +00:00, in 8 d 19 h.", job.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-400 * 86_400)]
    public async Task A_limit_holds_a_sheet_no_longer_than_its_duration_whatever_the_clock_says(int seconds)
    {
        await LimitAsync("ask", seconds: 10);
        Time.AdjustTime(Time.GetUtcNow().AddSeconds(seconds));
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(PromptScore());

        Assert.Equal((JobStatus.Completed, 0), (job.Status, (int)(Time.GetUtcNow() - begin).TotalSeconds));
    }

    private static CommandResult Limited(string details) => FakeExecutor.Failure($"429 Too Many Requests\n{details}");

    private async Task LimitAsync(string? service, string? model = null, double seconds = 100) =>
        await Learning.RecordRateLimitAsync(
            new LearnedRateLimit
            {
                ErrorCode = "E101",
                Model = model,
                Service = service,
                SourceJobHash = LearningHash.OfJob("other"),
                Duration = TimeSpan.FromSeconds(seconds),
            },
            Cancellation);
}
