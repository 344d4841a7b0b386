using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class SheetTransitionsTests
{
    private static readonly DateTimeOffset Now = TestJobs.Now;

    public static TheoryData<SheetUpdate> Updates =>
        [TestJobs.Start, TestJobs.Complete, TestJobs.Fail, TestJobs.Skip, TestJobs.Wait, new SheetUpdate.Interrupt()];

    [Fact]
    public void Starting_a_sheet_starts_its_job()
    {
        Job job = TestJobs.NewJob();
        job.CompletedAt = Now;
        job.Sheets[1].ErrorMessage = "an earlier attempt";
        job.Sheets[1].ExitCode = 1;
        job.Sheets[1].ExecutionMode = "retry";
        job.Sheets[1].CompletedAt = Now;

        Job after = job.After(2, TestJobs.Start);

        Assert.Equal(JobStatus.Running, after.Status);
        Assert.Equal(2, after.CurrentSheet);
        Assert.Equal(TestJobs.Runner, after.Runner);
        Assert.Equal(4711, after.Pid);
        Assert.Equal(Now, after.StartedAt);
        Assert.Null(after.CompletedAt);
        Sheet sheet = after.Sheets[1];
        Assert.Equal(SheetStatus.InProgress, sheet.Status);
        Assert.Equal(Now, sheet.StartedAt);
        Assert.Null(sheet.CompletedAt);
        Assert.Equal(1, sheet.AttemptCount);
        Assert.Null(sheet.ErrorMessage);
        Assert.Null(sheet.ExitCode);
        Assert.Null(sheet.ExecutionMode);
    }

    [Fact]
    public void Starting_a_sheet_again_counts_the_attempt_and_keeps_the_start_of_the_job()
    {
        Job after = TestJobs.NewJob().After(2, TestJobs.Start).After(2, TestJobs.Fail)
            .After(2, TestJobs.Start, Now.AddMinutes(1));

        Assert.Equal(2, after.Sheets[1].AttemptCount);
        Assert.Equal(Now.AddMinutes(1), after.Sheets[1].StartedAt);
        Assert.Equal(Now, after.StartedAt);
    }

    [Fact]
    public void Completing_a_sheet_raises_the_last_completed_sheet()
    {
        Job after = TestJobs.NewJob().After(2, TestJobs.Start).After(2, TestJobs.Complete, Now.AddSeconds(90));

        Assert.Equal(JobStatus.Running, after.Status);
        Assert.Equal(2, after.LastCompletedSheet);
        Assert.Null(after.CurrentSheet);
        Assert.Equal(TestJobs.Runner, after.Runner);
        Sheet sheet = after.Sheets[1];
        Assert.Equal(SheetStatus.Completed, sheet.Status);
        Assert.Equal(Now.AddSeconds(90), sheet.CompletedAt);
        Assert.Equal(0, sheet.ExitCode);
        Assert.True(sheet.ValidationPassed);
        Assert.Equal(TimeSpan.FromSeconds(90), sheet.ExecutionDuration);
        Assert.True(sheet.SuccessWithoutRetry);
    }

    [Fact]
    public void The_last_completed_sheet_never_decreases()
    {
        Job after = TestJobs.NewJob().After(3, TestJobs.Complete).After(1, TestJobs.Complete);

        Assert.Equal(3, after.LastCompletedSheet);
    }

    [Fact]
    public void The_result_of_a_completed_sheet_is_kept()
    {
        var result = new SheetResult
        {
            Duration = TimeSpan.FromSeconds(5),
            ExitCode = 3,
            ExitReason = "completed",
            ValidationPassed = false,
            ValidationDetails = [new ValidationDetail { Passed = false }],
            OutcomeData = """{"a":1}""",
            ConfidenceScore = 0.5,
            OutcomeCategory = "success_retry",
        };

        Job after = TestJobs.NewJob().After(1, TestJobs.Start).After(1, TestJobs.Fail).After(1, TestJobs.Start)
            .After(1, new SheetUpdate.Complete(result));

        Sheet sheet = after.Sheets[0];
        Assert.Equal(TimeSpan.FromSeconds(5), sheet.ExecutionDuration);
        Assert.Equal(0, sheet.ExitCode);
        Assert.Equal("completed", sheet.ExitReason);
        Assert.False(sheet.ValidationPassed);
        Assert.Same(result.ValidationDetails, sheet.ValidationDetails);
        Assert.Equal("""{"a":1}""", sheet.OutcomeData);
        Assert.Equal(0.5, sheet.ConfidenceScore);
        Assert.Equal("success_retry", sheet.OutcomeCategory);
        Assert.False(sheet.SuccessWithoutRetry);
    }

    [Fact]
    public void A_sheet_that_never_started_has_no_duration()
    {
        Job after = TestJobs.NewJob().After(1, TestJobs.Complete);

        Assert.Null(after.Sheets[0].ExecutionDuration);
    }

    [Fact]
    public void The_last_finished_sheet_completes_the_job_in_any_order()
    {
        Job after = TestJobs.NewJob().After(3, TestJobs.Start).After(3, TestJobs.Complete).After(1, TestJobs.Skip);
        Assert.Equal(JobStatus.Running, after.Status);

        after = after.After(2, TestJobs.Complete, Now.AddSeconds(1));

        Assert.Equal(JobStatus.Completed, after.Status);
        Assert.Equal(Now.AddSeconds(1), after.CompletedAt);
        Assert.Null(after.Runner);
        Assert.Equal(3, after.Progress.Finished);
    }

    [Fact]
    public void Failing_a_sheet_keeps_the_error_and_counts_a_retry()
    {
        var result =
            new SheetResult { ExitCode = 137, ExitSignal = 9, ExitReason = "killed", Duration = TimeSpan.FromSeconds(2) };

        Job after = TestJobs.NewJob().After(2, TestJobs.Start).After(2, new SheetUpdate.Fail(result, "no memory", "fatal"));

        Assert.Equal(JobStatus.Running, after.Status);
        Assert.Null(after.CurrentSheet);
        Assert.Equal(1, after.TotalRetryCount);
        Sheet sheet = after.Sheets[1];
        Assert.Equal(SheetStatus.Failed, sheet.Status);
        Assert.Equal(Now, sheet.CompletedAt);
        Assert.Equal("no memory", sheet.ErrorMessage);
        Assert.Equal("fatal", sheet.ErrorCategory);
        Assert.Equal(137, sheet.ExitCode);
        Assert.Equal(9, sheet.ExitSignal);
        Assert.Equal("killed", sheet.ExitReason);
        Assert.Equal(TimeSpan.FromSeconds(2), sheet.ExecutionDuration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_failure_without_a_message_has_an_unknown_error(string? message)
    {
        Job after = TestJobs.NewJob().After(1, new SheetUpdate.Fail(SheetResult.Empty, message));

        Assert.Equal("Unknown error", after.Sheets[0].ErrorMessage);
    }

    [Fact]
    public void Skipping_a_sheet_keeps_the_reason_and_may_complete_the_job()
    {
        Job after = TestJobs.NewJob(sheets: 1).After(1, TestJobs.Skip);

        Assert.Equal(SheetStatus.Skipped, after.Sheets[0].Status);
        Assert.Equal("not needed", after.Sheets[0].ErrorMessage);
        Assert.Equal(Now, after.Sheets[0].CompletedAt);
        Assert.Equal(JobStatus.Completed, after.Status);
        Assert.Equal(0, after.LastCompletedSheet);
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void The_arguments_are_not_changed(SheetUpdate update)
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Start);
        string before = TestJobs.Dump(job);

        SheetTransitions.Apply(job, 1, update, isZombie: false, Now);
        SheetTransitions.Apply(job, 1, update, isZombie: true, Now);

        Assert.Equal(before, TestJobs.Dump(job));
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void A_number_outside_the_job_is_refused(SheetUpdate update)
    {
        foreach (int number in (int[])[-1, 0, 4])
        {
            MarianneException error = Refused(MarianneError.SheetOutOfRange, TestJobs.NewJob(), number, update);
            Assert.Equal(number, error.Target);
        }
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public void No_sheet_of_a_completed_job_changes(SheetUpdate update)
    {
        Job job = TestJobs.NewJob(status: JobStatus.Completed);

        Refused(MarianneError.InvalidTransition, job, 1, update);
    }

    [Fact]
    public void A_sheet_of_a_cancelled_job_cannot_start_but_can_report_its_result()
    {
        Job job = TestJobs.NewJob(sheets: 1).After(1, TestJobs.Start).After(new JobUpdate.Cancel());

        Refused(MarianneError.InvalidTransition, job, 1, TestJobs.Start);

        Job after = job.After(1, TestJobs.Complete);
        Assert.Equal(SheetStatus.Completed, after.Sheets[0].Status);
        Assert.Equal(JobStatus.Cancelled, after.Status);
    }

    [Fact]
    public void A_completed_sheet_is_not_completed_again_until_it_is_started_again()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Complete);
        Refused(MarianneError.InvalidTransition, job, 1, TestJobs.Complete);

        Assert.Equal(SheetStatus.Completed, job.After(1, TestJobs.Start).After(1, TestJobs.Complete).Sheets[0].Status);
    }

    [Fact]
    public void Starting_a_sheet_of_a_zombie_recovers_the_job()
    {
        var dead = new RunnerProcess(200, "here", "old");
        Job job = TestJobs.NewJob().After(1, new SheetUpdate.Start(dead));

        SheetUpdateResult mark = SheetTransitions.Apply(job, 1, TestJobs.Start, isZombie: true, Now);

        Assert.Equal(dead, mark.RecoveredFrom);
        Assert.Equal(TestJobs.Runner, mark.Job.Runner);
        Assert.Equal(JobStatus.Running, mark.Job.Status);
        Assert.Contains("200", mark.Job.ErrorMessage, StringComparison.Ordinal);
        Assert.Null(SheetTransitions.Apply(job, 1, TestJobs.Complete, isZombie: true, Now).RecoveredFrom);
    }

    private static MarianneException Refused(MarianneError error, Job job, int number, SheetUpdate update)
    {
        string before = TestJobs.Dump(job);
        MarianneException refusal = Assert.Throws<MarianneException>(() => job.After(number, update));
        Assert.Equal(error, refusal.Error);
        Assert.Equal(before, TestJobs.Dump(job));
        return refusal;
    }
}
