using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>What follows an attempt that failed.</summary>
public sealed class RetryTests : RunnerTestBase
{
    private static readonly string[] Modes = ["normal", "retry", "retry", "retry"];

    [Fact]
    public async Task Delays_double_and_the_last_failure_is_for_good()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure());
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await Play(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 3, BaseDelaySeconds = 8, Jitter = false } });

        Assert.EndsWith("': 1 sheet.", Assert.Single(EventsOf(JobEventKind.JobStarted)).Message, StringComparison.Ordinal);
        Assert.Equal([8, 16, 32], EventsOf(JobEventKind.SheetRetrying).Select(happened => happened.Duration!.Value.TotalSeconds));
        Assert.Equal(56, (Time.GetUtcNow() - begin).TotalSeconds);
        Assert.Equal(Modes, FakeExecutor.Seen.Select(attempt => attempt.Environment["MARIANNE_MODE"]));
        Assert.Equal([1, 2, 3, 4], FakeExecutor.Seen.Select(attempt => attempt.Attempt));
        Sheet sheet = job.Sheets[0];
        Assert.Equal((SheetStatus.Failed, "transient", "failed_exhausted", 4), (sheet.Status, sheet.ErrorCategory, sheet.OutcomeCategory, sheet.AttemptCount));
        Assert.Equal((3, "E009"), (sheet.Measures.Retries, sheet.Measures.ErrorCode));
        Assert.StartsWith("E009: It failed. Its exit code was 1.", sheet.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(4, (await History()).Count);
    }

    [Fact]
    public async Task Jitter_is_added_and_a_success_is_remembered_as_a_recovery()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure(), FakeExecutor.Success);

        Job job = await Play(ScoreOf(1) with { Retry = new RetryOptions() });

        Assert.Equal(11.25, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds); // E009: 10 s, and half of 25 %.
        LearnedRecovery recovery = Assert.Single(await Recoveries());
        Assert.Equal(("E009", 11.25, true), (recovery.ErrorCode, recovery.ActualWait.TotalSeconds, recovery.Recovered));
        Assert.Equal("success_retry", job.Sheets[0].OutcomeCategory);
        LearnedOutcome outcome = await Learning.ListOutcomesAsync(new(), Cancellation).SingleAsync(Cancellation);
        Assert.Equal((1, false, "E009"), (outcome.RetryCount, outcome.SuccessWithoutRetry, Assert.Single(outcome.ErrorCodes)));
    }

    [Fact]
    public async Task A_wait_that_was_learned_goes_before_the_static_one_and_has_no_jitter()
    {
        LearnedRecovery recovery = new() { ErrorCode = "E009", ActualWait = TimeSpan.FromSeconds(7), Recovered = true };
        await Learning.RecordRecoveriesAsync([.. Enumerable.Repeat(recovery, 10)], Cancellation);
        FakeExecutor.Answer(1, FakeExecutor.Failure(), FakeExecutor.Success);

        await Play(ScoreOf(1) with { Retry = new RetryOptions() });

        Assert.Equal(7, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds);
    }

    [Fact]
    public async Task What_cannot_succeed_is_not_tried_again()
    {
        FakeExecutor.Answer(1, FakeExecutor.Failure("401 unauthorized"));

        Job job = await Play(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 3 } });

        Assert.Equal(1, job.Sheets[0].AttemptCount);
        Assert.Equal(("auth", "failed_fatal"), (job.Sheets[0].ErrorCategory, job.Sheets[0].OutcomeCategory));
    }

    [Fact]
    public async Task A_result_that_is_mostly_valid_is_completed_and_told_what_is_missing()
    {
        foreach (string name in new[] { "a", "b" })
            File.WriteAllText(Folder[name], name);
        FakeExecutor.Answer(1, FakeExecutor.Success);
        FakeExecutor.Answer(1, _ =>
        {
            File.WriteAllText(Folder["c"], "c");
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await Play(PromptScore("Write three files.") with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            Validations = [Exists("a"), Exists("b"), Exists("c")],
        });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal("success_completion", job.Sheets[0].OutcomeCategory);
        Assert.Equal((1, 100.0), (job.Sheets[0].CompletionAttempts, job.Sheets[0].LastPassPercentage));
        JobEvent completing = Assert.Single(EventsOf(JobEventKind.SheetCompleting));
        Assert.Equal(5, completing.Duration!.Value.TotalSeconds);
        Assert.EndsWith(" It is tried again in 5 s, to complete it.", completing.Message, StringComparison.Ordinal);
        SheetAttempt[] seen = [.. FakeExecutor.Seen];
        Assert.Equal(("normal", ""), (seen[0].Environment["MARIANNE_MODE"], seen[0].Environment["MARIANNE_FAILED_VALIDATIONS"]));
        Assert.Equal("completion", seen[1].Environment["MARIANNE_MODE"]);
        Assert.StartsWith("there is c: ", seen[1].Environment["MARIANNE_FAILED_VALIDATIONS"], StringComparison.Ordinal);
        Assert.Equal("Write three files.", seen[0].Prompt);
        Assert.StartsWith("Write three files.\n", seen[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("- there is c: ", seen[1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("there is a", seen[1].Prompt, StringComparison.Ordinal);
        Assert.Empty(await Recoveries()); // Nobody waited for anything to pass.
    }

    [Fact]
    public async Task After_so_many_completions_it_is_tried_from_the_start()
    {
        File.WriteAllText(Folder["a"], "a");
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 1, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40, Jitter = false },
            Validations = [Exists("a"), Exists("b")],
        };

        Job job = await Play(score);

        Assert.Equal(["normal", "completion", "retry", "completion"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status);
        Assert.Equal(("E201", false), (job.Sheets[0].Measures.ErrorCode, job.Sheets[0].ValidationPassed));
        Assert.Equal(["there is b"], job.Sheets[0].FailedValidations);
    }

    [Fact]
    public async Task A_completion_that_was_cut_short_is_still_told_what_is_missing()
    {
        File.WriteAllText(Folder["a"], "a");
        using var pause = new CancellationTokenSource();
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 0, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40 },
            Validations = [Exists("a"), Exists("b")],
        };
        FakeExecutor.Answer(1, FakeExecutor.Success);
        Task begun = FakeExecutor.HangAt(1);
        Task<Job> playing = Play(score, pause);
        await begun;
        await pause.CancelAsync();
        await playing;
        FakeExecutor.Answer(1, FakeExecutor.Success);

        Job job = await Play(score);

        SheetAttempt last = FakeExecutor.Seen.Last();
        Assert.Equal("completion", last.Mode);
        Assert.StartsWith("there is b: ", Assert.Single(last.FailedValidations), StringComparison.Ordinal);
        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status); // It was the only one that it may have.
    }

    [Fact]
    public async Task A_pause_before_a_completion_leaves_it_one()
    {
        File.WriteAllText(Folder["a"], "a");
        using var pause = new CancellationTokenSource();
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetCompleting)
                pause.Cancel();
        };
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 0, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40 },
            Validations = [Exists("a"), Exists("b")],
        };

        Job paused = await Play(score, pause);
        OnEvent = _ => { };
        await Play(score);

        Assert.Equal((SheetStatus.RetryScheduled, "completion"), (paused.Sheets[0].Status, paused.Sheets[0].ExecutionMode));
        Assert.Equal(["normal", "completion"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e300)]
    public async Task A_delay_beyond_the_calendar_is_a_year(double seconds)
    {
        File.WriteAllText(Folder["a"], "a");
        FakeExecutor.Answer(1, FakeExecutor.Failure(), FakeExecutor.Success);
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions
            {
                BaseDelaySeconds = seconds,
                MaxDelaySeconds = seconds,
                CompletionDelaySeconds = seconds,
                CompletionThresholdPercent = 40,
            },
            Validations = [Exists("a"), Exists("b")],
        };

        Assert.Equal(Time.GetUtcNow().AddDays(365), (await PlayUntilItWaits(JobEventKind.SheetRetrying)).Measures.NextAttemptAt);
        FakeExecutor.Answer(1, FakeExecutor.Success);
        Assert.Equal(
            Time.GetUtcNow().AddDays(365),
            (await PlayUntilItWaits(JobEventKind.SheetCompleting, restart: true)).Measures.NextAttemptAt);

        async Task<Sheet> PlayUntilItWaits(JobEventKind kind, bool restart = false)
        {
            using var pause = new CancellationTokenSource();
            OnEvent = happened =>
            {
                if (happened.Kind == kind)
                    pause.Cancel();
            };
            return (await Play(new RunRequest { Score = score, Restart = restart }, pause)).Sheets[0];
        }
    }

    private static ValidationRule Exists(string name) => new()
    {
        Type = ValidationKind.FileExists,
        Path = name,
        Description = $"there is {name}",
        RetryCount = 0,
        TimeoutSeconds = 1000,
    };
}
