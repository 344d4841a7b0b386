using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>Changes of a sheet between two attempts: waits, reverted attempts and the next start.</summary>
public sealed class SheetWaitTests
{
    private static readonly DateTimeOffset Now = TestJobs.Now;

    private static readonly SheetMeasures Waiting = new()
    {
        Cost = 1.25m,
        WaitingSince = Now,
        NextAttemptAt = Now.AddMinutes(1),
    };

    public static TheoryData<SheetWaitReason> Pauses => [.. Enum.GetValues<SheetWaitReason>()];

    public static TheoryData<SheetUpdate> EndsOfWaits =>
        [TestJobs.Start, TestJobs.Complete, TestJobs.Fail, TestJobs.Skip, new SheetUpdate.Interrupt()];

    [Theory]
    [InlineData(SheetWaitReason.RateLimit, SheetStatus.Waiting, 1, 0, 0)]
    [InlineData(SheetWaitReason.Hold, SheetStatus.Waiting, 0, 0, 0)]
    [InlineData(SheetWaitReason.Retry, SheetStatus.RetryScheduled, 0, 1, 0)]
    [InlineData(SheetWaitReason.Completion, SheetStatus.RetryScheduled, 0, 0, 1)]
    public void A_wait_ends_the_attempt_and_is_counted_by_its_reason(
        SheetWaitReason pause, SheetStatus status, int waits, int retries, int completions)
    {
        var result = new SheetResult { ExitCode = 75, ExitSignal = 9, ExitReason = "killed", OutcomeData = """{"a":1}""" };

        Job after = TestJobs.NewJob().After(2, TestJobs.Start)
            .After(2, new SheetUpdate.Wait(pause, result, "slow down", "rate_limit"), Now.AddSeconds(3));

        Sheet sheet = after.Sheets[1];
        Assert.Equal(status, sheet.Status);
        Assert.Equal(("slow down", "rate_limit"), (sheet.ErrorMessage, sheet.ErrorCategory));
        Assert.Equal((75, 9, "killed"), (sheet.ExitCode, sheet.ExitSignal, sheet.ExitReason));
        Assert.Equal("""{"a":1}""", sheet.OutcomeData);
        Assert.Equal(Now.AddSeconds(3), sheet.CompletedAt);
        Assert.Equal(TimeSpan.FromSeconds(3), sheet.ExecutionDuration);
        Assert.Equal(1, sheet.AttemptCount);
        Assert.Equal((waits, retries, completions), (after.RateLimitWaits, after.TotalRetryCount, sheet.CompletionAttempts));
        Assert.Equal((JobStatus.Running, TestJobs.Runner), (after.Status, after.Runner));
        Assert.Null(after.CurrentSheet);
        Assert.Equal(0, after.LastCompletedSheet);
    }

    [Theory]
    [MemberData(nameof(Pauses))]
    public void A_wait_without_an_attempt_records_no_result(SheetWaitReason pause)
    {
        Sheet sheet = TestJobs.NewJob().After(2, new SheetUpdate.Wait(pause, new SheetResult { ExitCode = 1 }, "wait")).Sheets[1];

        Assert.Equal("wait", sheet.ErrorMessage);
        Assert.Null(sheet.CompletedAt);
        Assert.Null(sheet.ExitCode);
        Assert.Null(sheet.ExecutionDuration);
        Assert.Null(sheet.ValidationPassed);
        Assert.Equal(0, sheet.AttemptCount);
    }

    [Fact]
    public void A_failed_sheet_that_is_held_keeps_the_result_of_its_last_attempt()
    {
        Job failed = TestJobs.NewJob().After(1, TestJobs.Start)
            .After(1, new SheetUpdate.Fail(new SheetResult { ExitCode = 3 }), Now.AddSeconds(1));

        Sheet held = failed.After(1, new SheetUpdate.Wait(SheetWaitReason.Hold, SheetResult.Empty), Now.AddHours(1)).Sheets[0];

        Assert.Equal((3, Now.AddSeconds(1)), (held.ExitCode, held.CompletedAt));
        Assert.Equal(TimeSpan.FromSeconds(1), held.ExecutionDuration);
    }

    [Fact]
    public void A_wait_resets_the_success_of_an_earlier_attempt()
    {
        Job again = TestJobs.NewJob().After(1, TestJobs.Start).After(1, TestJobs.Complete).After(1, TestJobs.Start);
        Assert.True(again.Sheets[0].SuccessWithoutRetry);

        Assert.False(again.After(1, TestJobs.Wait).Sheets[0].SuccessWithoutRetry);
    }

    [Fact]
    public void Another_running_sheet_stays_the_current_one()
    {
        Job both = TestJobs.NewJob().After(1, TestJobs.Start).After(2, TestJobs.Start);

        Assert.Equal(2, both.After(1, TestJobs.Wait).CurrentSheet);
        Assert.Equal(2, both.After(3, new SheetUpdate.Wait(SheetWaitReason.Hold, SheetResult.Empty)).CurrentSheet);
        Assert.Equal(2, both.After(1, new SheetUpdate.Interrupt()).CurrentSheet);
        Assert.Null(both.After(2, TestJobs.Wait).CurrentSheet);
        Assert.Null(both.After(2, new SheetUpdate.Interrupt()).CurrentSheet);
    }

    [Fact]
    public void A_start_after_a_wait_is_the_next_attempt_and_has_its_mode()
    {
        Job after = TestJobs.NewJob().After(1, TestJobs.Start).After(1, TestJobs.Wait)
            .After(1, TestJobs.Start with { Mode = "retry" });

        Sheet sheet = after.Sheets[0];
        Assert.Equal((SheetStatus.InProgress, 2, "retry"), (sheet.Status, sheet.AttemptCount, sheet.ExecutionMode));
        Assert.Null(sheet.ErrorMessage);
        Assert.Null(sheet.CompletedAt);
        Assert.Equal(1, after.CurrentSheet);
    }

    [Theory]
    [InlineData(false, SheetStatus.Pending)]
    [InlineData(true, SheetStatus.Cancelled)]
    public void An_interrupted_attempt_does_not_count(bool isCancelled, SheetStatus status)
    {
        Job twice = TestJobs.NewJob().After(1, TestJobs.Start).After(1, TestJobs.Wait).After(1, TestJobs.Start);
        Assert.Equal(2, twice.Sheets[0].AttemptCount);

        Job after = twice.After(1, new SheetUpdate.Interrupt(isCancelled), Now.AddSeconds(9));

        Sheet sheet = after.Sheets[0];
        Assert.Equal((status, 1), (sheet.Status, sheet.AttemptCount));
        Assert.Equal(isCancelled ? Now.AddSeconds(9) : null, sheet.CompletedAt);
        Assert.Null(sheet.ErrorMessage);
        Assert.Null(after.CurrentSheet);
        Assert.Equal(1, after.TotalRetryCount);
    }

    [Fact]
    public void A_sheet_that_was_not_started_has_no_attempt_to_revert()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Start);
        job.Sheets[0].AttemptCount = 0;
        Job waiting = job.After(2, TestJobs.Start).After(2, TestJobs.Wait);

        Assert.Equal(0, waiting.After(1, new SheetUpdate.Interrupt()).Sheets[0].AttemptCount);
        Assert.Equal(1, waiting.After(2, new SheetUpdate.Interrupt()).Sheets[1].AttemptCount);
        Assert.Equal(0, waiting.After(3, new SheetUpdate.Interrupt(IsCancelled: true)).Sheets[2].AttemptCount);
    }

    [Fact]
    public void A_sheet_of_a_cancelled_job_may_be_interrupted()
    {
        Job after = TestJobs.NewJob().After(1, TestJobs.Start).After(new JobUpdate.Cancel())
            .After(1, new SheetUpdate.Interrupt(IsCancelled: true));

        Assert.Equal((JobStatus.Cancelled, SheetStatus.Cancelled), (after.Status, after.Sheets[0].Status));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_finished_sheet_cannot_wait_or_be_reverted(bool isSkipped)
    {
        Job job = TestJobs.NewJob().After(1, isSkipped ? TestJobs.Skip : TestJobs.Complete);

        Assert.Equal(MarianneError.InvalidTransition, Refused(job, 1, TestJobs.Wait).Error);
        MarianneException error = Refused(job, 1, new SheetUpdate.Interrupt());
        Assert.Contains(isSkipped ? "Skipped" : "Completed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attempt_is_reverted_by_its_runner_unless_another_process_runs_the_job()
    {
        var mine = new SheetUpdate.Interrupt { Runner = TestJobs.Runner };
        Job job = TestJobs.NewJob().After(new JobUpdate.Run(TestJobs.Runner)).After(1, TestJobs.Start);
        Job taken = job.After(new JobUpdate.Pause()).After(new JobUpdate.Run(new RunnerProcess(4712, "there", "mark")));

        Assert.Equal(SheetStatus.Pending, job.After(1, mine).Sheets[0].Status);
        Assert.Equal(SheetStatus.Pending, job.After(new JobUpdate.Pause()).After(1, mine).Sheets[0].Status);
        Assert.Contains("process 4712 on there", Refused(taken, 1, mine).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_are_kept_until_they_are_replaced()
    {
        var measures = new SheetMeasures { Cost = 0.5m, Model = "m", ErrorCodes = ["E101"] };

        Job job = TestJobs.NewJob().After(1, TestJobs.Start with { Measures = measures });
        Assert.Equal(measures, job.Sheets[0].Measures);
        Assert.Equal(measures, job.After(1, TestJobs.Complete).Sheets[0].Measures);
        Assert.Equal(measures, job.After(1, TestJobs.Wait).After(1, TestJobs.Start).Sheets[0].Measures);
        Assert.Equal(0.5m, job.Cost);

        Job after = job.After(1, TestJobs.Complete with { Measures = measures with { Cost = 2m } });
        Assert.Equal(2m, after.Sheets[0].Measures.Cost);
        Assert.Equal(2m, after.After(2, TestJobs.Start).Cost);
    }

    [Theory]
    [MemberData(nameof(EndsOfWaits))]
    public void The_next_change_ends_a_wait(SheetUpdate update)
    {
        Job waiting = TestJobs.NewJob().After(1, TestJobs.Start).After(1, TestJobs.Wait with { Measures = Waiting });
        Assert.Equal(Waiting, waiting.After(1, TestJobs.Wait).Sheets[0].Measures);

        Assert.Equal(new SheetMeasures { Cost = 1.25m }, waiting.After(1, update).Sheets[0].Measures);
    }

    [Fact]
    public void Validations_are_listed_by_distinct_names()
    {
        ValidationDetail[] details =
        [
            new() { Passed = true, Description = "the report is there", RuleType = "file_exists" },
            new() { Passed = false, RuleType = "file_exists", Path = "out/1.md" },
            new() { Passed = false, RuleType = "command_succeeds", Description = " " },
            new() { Passed = false, Path = "out/2.md" },
        ];

        Job job = TestJobs.NewJob().After(1, TestJobs.Start)
            .After(1, new SheetUpdate.Wait(SheetWaitReason.Completion, new SheetResult { ValidationDetails = details }));

        Sheet sheet = job.Sheets[0];
        Assert.Equal(["the report is there"], sheet.PassedValidations);
        Assert.Equal(["file_exists out/1.md", "command_succeeds", "out/2.md"], sheet.FailedValidations);
        Assert.Equal(25, sheet.LastPassPercentage);

        sheet = job.After(1, TestJobs.Start)
            .After(1, new SheetUpdate.Complete(new SheetResult { ValidationDetails = [] })).Sheets[0];
        Assert.Empty(sheet.PassedValidations);
        Assert.Empty(sheet.FailedValidations);
        Assert.Null(sheet.LastPassPercentage);
    }

    [Fact]
    public void An_attempt_that_ends_with_an_update_must_be_of_the_same_sheet()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Start);
        var attempt = new Execution(0, "nightly", 1, 1, null, null, 0, null, Now);

        Assert.Equal(SheetStatus.Completed, job.After(1, TestJobs.Complete with { Attempt = attempt }).Sheets[0].Status);
        foreach (Execution wrong in (Execution[])
            [attempt with { JobId = "other" }, attempt with { SheetNumber = 2 }, attempt with { AttemptNumber = 0 }])
        {
            MarianneException error = Refused(job, 1, TestJobs.Complete with { Attempt = wrong });
            Assert.Equal(MarianneError.InvalidParameter, error.Error);
            Assert.Same(wrong, error.Target);
        }

        Assert.Equal(
            MarianneError.SheetOutOfRange,
            Refused(job, 1, TestJobs.Complete with { Attempt = attempt with { SheetNumber = 4 } }).Error);
    }

    private static MarianneException Refused(Job job, int number, SheetUpdate update)
    {
        string before = TestJobs.Dump(job);
        MarianneException refusal = Assert.Throws<MarianneException>(() => job.After(number, update));
        Assert.Equal(before, TestJobs.Dump(job));
        return refusal;
    }
}
