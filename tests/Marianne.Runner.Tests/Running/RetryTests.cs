using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Retries and completions after failed attempts.</summary>
public sealed class RetryTests : RunnerTestBase
{
    private static readonly CommandResult Unreachable = FakeExecutor.Failure("curl: (7) Failed to connect to api.example port 443: Connection refused");
    private static readonly string[] Modes = ["normal", "retry", "retry", "retry"];

    [Fact]
    public async Task Delays_double_and_the_last_failure_is_final()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        DateTimeOffset begin = Time.GetUtcNow();

        Job job = await RunAsync(
            ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 3, BaseDelaySeconds = 8, Jitter = false } });

        Assert.EndsWith("': 1 sheet.", Assert.Single(EventsOf(JobEventKind.JobStarted)).Message, StringComparison.Ordinal);
        Assert.Equal([8, 16, 32], EventsOf(JobEventKind.SheetRetrying).Select(jobEvent => jobEvent.Duration!.Value.TotalSeconds));
        Assert.Equal(56, (Time.GetUtcNow() - begin).TotalSeconds);
        Assert.Equal(Modes, FakeExecutor.Seen.Select(attempt => attempt.Environment["MARIANNE_MODE"]));
        Assert.Equal([1, 2, 3, 4], FakeExecutor.Seen.Select(attempt => attempt.Attempt));
        Sheet sheet = job.Sheets[0];
        Assert.Equal(
            (SheetStatus.Failed, "transient", "failed_exhausted", 4),
            (sheet.Status, sheet.ErrorCategory, sheet.OutcomeCategory, sheet.AttemptCount));
        Assert.Equal((3, "E009"), (sheet.Measures.Retries, sheet.Measures.ErrorCode));
        Assert.Equal("it broke (E009: It failed. Its exit code was 1.)", sheet.ErrorMessage);
        Assert.Equal(4, (await HistoryAsync()).Count);
    }

    [Fact]
    public async Task Jitter_is_added_and_a_success_is_recorded_as_a_recovery()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);
        Chance = 0.5;

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions() });

        // E009: 10 s, and half of 25 %.
        Assert.Equal(11.25, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds);
        LearnedRecovery recovery = Assert.Single(await RecoveriesAsync());
        Assert.Equal(("E009", 11.25, true), (recovery.ErrorCode, recovery.ActualWait.TotalSeconds, recovery.Recovered));
        Assert.Equal("success_retry", job.Sheets[0].OutcomeCategory);
        LearnedOutcome outcome = await Learning.ListOutcomesAsync(new(), Cancellation).SingleAsync(Cancellation);
        Assert.Equal((1, false, "E009"), (outcome.RetryCount, outcome.SuccessWithoutRetry, Assert.Single(outcome.ErrorCodes)));
    }

    [Fact]
    public async Task A_delay_of_the_compatible_formula_precedes_the_static_one_and_has_no_jitter()
    {
        await TeachAsync("E901", 17);
        FakeExecutor.Return(1, Unreachable, FakeExecutor.Success);
        Chance = 0.5;

        await RunAsync(ScoreOf(1) with { Retry = new RetryOptions(), Learning = Compatible });

        Assert.Equal(17, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds);
    }

    [Fact]
    public async Task An_error_that_does_not_end_by_itself_keeps_the_backoff_but_its_recoveries_are_recorded()
    {
        await TeachAsync("E009", 3);
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);

        await RunAsync(ScoreOf(1) with { Retry = new RetryOptions() });

        Assert.Equal(10, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds);
        Assert.Equal(21, (await RecoveriesAsync()).Count);
    }

    [Fact]
    public async Task A_base_delay_that_the_score_sets_is_used_as_it_is()
    {
        await TeachAsync("E901", 17);
        FakeExecutor.Return(1, Unreachable, FakeExecutor.Success);

        await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { BaseDelaySeconds = 0.1 } });

        Assert.Equal(0.1, Assert.Single(EventsOf(JobEventKind.SheetRetrying)).Duration!.Value.TotalSeconds);
    }

    [Fact]
    public async Task The_wait_after_a_failure_of_the_network_is_learned_from_the_curve()
    {
        FakeExecutor.Return(1, Unreachable, Unreachable, FakeExecutor.Success);

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { Jitter = false } });

        Assert.Equal((JobStatus.Completed, 2), (job.Status, job.Sheets[0].Measures.Retries));
        TimeSpan[] waits = [.. EventsOf(JobEventKind.SheetRetrying).Select(jobEvent => jobEvent.Duration!.Value)];
        Assert.Contains(": no recoveries are known yet.", EventsOf(JobEventKind.SheetRetrying).First().Message, StringComparison.Ordinal);
        List<LearnedRecovery> rows = await RecoveriesAsync();
        Assert.Equal([("E901", false), ("E901", true)], rows.Select(row => (row.ErrorCode, row.Recovered)));
        Assert.Equal([waits[0], waits[0] + waits[1]], rows.Select(row => row.ActualWait));
        Assert.Equal(waits, rows.Select(row => row.SuggestedWait));
        Assert.Equal(rows[0].Incident, rows[1].Incident);
    }

    [Fact]
    public async Task An_error_that_cannot_be_retried_fails_the_sheet()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("docker: command not found", exitCode: 127));

        Job job = await RunAsync(ScoreOf(1) with { Retry = new RetryOptions { MaxRetries = 3 } });

        Assert.Equal(1, job.Sheets[0].AttemptCount);
        Assert.Equal(("configuration", "failed_fatal"), (job.Sheets[0].ErrorCategory, job.Sheets[0].OutcomeCategory));
    }

    [Fact]
    public async Task A_mostly_valid_result_is_completed_with_its_failed_validations()
    {
        foreach (string name in new[] { "a", "b" })
            File.WriteAllText(Folder[name], name);
        FakeExecutor.Return(1, FakeExecutor.Success);
        FakeExecutor.Return(1, _ =>
        {
            File.WriteAllText(Folder["c"], "c");
            return Task.FromResult(FakeExecutor.Success);
        });

        Job job = await RunAsync(PromptScore("Write three files.") with
        {
            Retry = new RetryOptions { MaxRetries = 0 },
            Validations = [Exists("a"), Exists("b"), Exists("c")],
        });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal("success_completion", job.Sheets[0].OutcomeCategory);
        Assert.Equal((1, 100.0), (job.Sheets[0].CompletionAttempts, job.Sheets[0].LastPassPercentage));
        JobEvent completing = Assert.Single(EventsOf(JobEventKind.SheetCompleting));
        Assert.Equal(5, completing.Duration!.Value.TotalSeconds);
        Assert.EndsWith(" Retrying in 5 s to complete it.", completing.Message, StringComparison.Ordinal);
        SheetAttempt[] seen = [.. FakeExecutor.Seen];
        Assert.Equal(("normal", ""), (seen[0].Environment["MARIANNE_MODE"], seen[0].Environment["MARIANNE_FAILED_VALIDATIONS"]));
        Assert.Equal("completion", seen[1].Environment["MARIANNE_MODE"]);
        Assert.StartsWith("there is c: ", seen[1].Environment["MARIANNE_FAILED_VALIDATIONS"], StringComparison.Ordinal);
        Assert.Equal("Write three files.", seen[0].Prompt);
        Assert.Null(seen[0].Environment["MARIANNE_FAILED_VALIDATIONS_FILE"]);
        Assert.False(File.Exists(seen[1].Environment["MARIANNE_FAILED_VALIDATIONS_FILE"]));
        Assert.StartsWith("Write three files.\n", seen[1].Prompt, StringComparison.Ordinal);
        Assert.Contains("- there is c: ", seen[1].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("there is a", seen[1].Prompt, StringComparison.Ordinal);
        Assert.Empty(await RecoveriesAsync()); // The wait was not for an error.
    }

    [Fact]
    public async Task After_the_maximum_of_completions_the_sheet_starts_again()
    {
        File.WriteAllText(Folder["a"], "a");
        Score score = ScoreOf(1) with
        {
            Retry =
                new RetryOptions { MaxRetries = 1, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40, Jitter = false },
            Validations = [Exists("a"), Exists("b")],
        };

        Job job = await RunAsync(score);

        Assert.Equal(["normal", "completion", "retry", "completion"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status);
        Assert.Equal(("E201", false), (job.Sheets[0].Measures.ErrorCode, job.Sheets[0].ValidationPassed));
        Assert.Equal(["there is b"], job.Sheets[0].FailedValidations);
    }

    [Fact]
    public async Task An_interrupted_completion_keeps_its_failed_validations()
    {
        File.WriteAllText(Folder["a"], "a");
        using var pause = new CancellationTokenSource();
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 0, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40 },
            Validations = [Exists("a"), Exists("b")],
        };
        FakeExecutor.Return(1, FakeExecutor.Success);
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(score, pause);
        await started;
        await pause.CancelAsync();
        await run;
        FakeExecutor.Return(1, FakeExecutor.Success);

        Job job = await RunAsync(score);

        SheetAttempt last = FakeExecutor.Seen.Last();
        Assert.Equal("completion", last.Mode);
        Assert.StartsWith("there is b: ", last.FailedValidations!.Text, StringComparison.Ordinal);
        Assert.Equal(SheetStatus.Failed, job.Sheets[0].Status); // Only one completion is allowed.
    }

    [Fact]
    public async Task A_very_short_timeout_is_named_as_the_score_has_it()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("") with { TimedOut = true });
        Score score = ScoreOf(1);

        Job job = await RunAsync(score with { Sheets = [score.Sheets[0] with { TimeoutSeconds = 1e-300 }] });

        Assert.Equal("E001: It ran longer than its timeout. Its timeout_seconds is 1E-300.", job.Sheets[0].ErrorMessage);
    }

    [Fact]
    public async Task The_cause_comes_before_the_code()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure("copying\nno space\n}\n"));
        FakeExecutor.Return(2, FakeExecutor.Failure("") with { TimedOut = true });
        FakeExecutor.Return(3, FakeExecutor.Failure(""));
        Score score = ScoreOf(3) with { Parallel = new ParallelismOptions { Enabled = true, FailFast = false } };

        Job job = await RunAsync(score);

        Assert.Equal(
            [
                "no space (E009: It failed. Its exit code was 1.)",
                "E001: It ran longer than its timeout. Its timeout_seconds is 1800.",
                "E009: It failed. Its exit code was 1.",
            ],
            job.Sheets.Select(sheet => sheet.ErrorMessage));
        Assert.Equal(
            "3 sheets failed. " + string.Join(' ', job.Sheets.Select(sheet => $"Sheet {sheet.Number}: {sheet.ErrorMessage}")),
            job.ErrorMessage);
    }

    [Fact]
    public async Task The_message_of_a_job_is_bounded_when_many_sheets_fail()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(new string('x', 400)));
        for (int number = 2; number <= 100; number++)
            FakeExecutor.Return(number, FakeExecutor.Failure($"cause {number}"));

        Job job = await RunAsync(ScoreOf(100) with
        {
            Parallel = new ParallelismOptions { FailFast = false },
            CircuitBreaker = new CircuitBreakerOptions { Enabled = false },
        });

        Assert.StartsWith(
            $"100 sheets failed. Sheet 1: {new string('x', 200)}... Sheet 2: cause 2 (E009", job.ErrorMessage,
            StringComparison.Ordinal);
        Assert.EndsWith("24, 25 and 75 more.", job.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("cause 6", job.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_message_of_a_job_names_a_cause_once_if_many_sheets_have_it()
    {
        for (int number = 1; number <= 100; number++)
            FakeExecutor.Return(number, FakeExecutor.Failure(number == 2 ? "another" : "it broke"));

        Job job = await RunAsync(ScoreOf(100) with
        {
            Parallel = new ParallelismOptions { FailFast = false },
            CircuitBreaker = new CircuitBreakerOptions { Enabled = false },
        });

        Assert.Equal(
            "100 sheets failed. Sheets 1, 3, 4 and 96 more: it broke (E009: It failed. Its exit code was 1.) "
                + "Sheet 2: another (E009: It failed. Its exit code was 1.)",
            job.ErrorMessage);
    }

    [Fact]
    public async Task A_pause_before_a_completion_keeps_its_mode()
    {
        File.WriteAllText(Folder["a"], "a");
        using var pause = new CancellationTokenSource();
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetCompleting)
                pause.Cancel();
        };
        Score score = ScoreOf(1) with
        {
            Retry = new RetryOptions { MaxRetries = 0, MaxCompletionAttempts = 1, CompletionThresholdPercent = 40 },
            Validations = [Exists("a"), Exists("b")],
        };

        Job paused = await RunAsync(score, pause);
        OnEvent = _ => { };
        await RunAsync(score);

        Assert.Equal((SheetStatus.RetryScheduled, "completion"), (paused.Sheets[0].Status, paused.Sheets[0].ExecutionMode));
        Assert.Equal(["normal", "completion"], FakeExecutor.Seen.Select(attempt => attempt.Mode));
    }

    [Theory]
    [InlineData(1e12)]
    [InlineData(1e300)]
    public async Task A_delay_beyond_the_calendar_is_a_year(double seconds)
    {
        File.WriteAllText(Folder["a"], "a");
        FakeExecutor.Return(1, FakeExecutor.Failure(), FakeExecutor.Success);
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

        Assert.Equal(
            Time.GetUtcNow().AddDays(365), (await RunUntilWaitingAsync(JobEventKind.SheetRetrying)).Measures.NextAttemptAt);
        FakeExecutor.Return(1, FakeExecutor.Success);
        Assert.Equal(
            Time.GetUtcNow().AddDays(365),
            (await RunUntilWaitingAsync(JobEventKind.SheetCompleting, restart: true)).Measures.NextAttemptAt);

        async Task<Sheet> RunUntilWaitingAsync(JobEventKind kind, bool restart = false)
        {
            using var pause = new CancellationTokenSource();
            OnEvent = jobEvent =>
            {
                if (jobEvent.Kind == kind)
                    pause.Cancel();
            };
            return (await RunAsync(new RunRequest { Score = score, Restart = restart }, pause)).Sheets[0];
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
