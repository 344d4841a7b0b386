using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobTransitionsTests
{
    private static readonly JobUpdate Pause = new JobUpdate.Pause();
    private static readonly JobUpdate Resume = new JobUpdate.Resume();
    private static readonly JobUpdate Cancel = new JobUpdate.Cancel();
    private static readonly JobUpdate Fail = new JobUpdate.Fail("failed");
    private static readonly JobUpdate Complete = new JobUpdate.Complete();
    private static readonly JobUpdate Recover = new JobUpdate.Recover();

    public static TheoryData<JobUpdate, JobStatus, JobStatus> Allowed
    {
        get
        {
            var data = new TheoryData<JobUpdate, JobStatus, JobStatus>();
            JobStatus[] unfinished =
                [JobStatus.Pending, JobStatus.Running, JobStatus.Failed, JobStatus.Paused, JobStatus.PausedAtChain];
            foreach (JobStatus status in unfinished)
            {
                data.Add(Pause, status, JobStatus.Paused);
                data.Add(Fail, status, JobStatus.Failed);
                data.Add(Cancel, status, JobStatus.Cancelled);
                if (status != JobStatus.Running)
                    data.Add(Resume, status, JobStatus.Pending);
            }

            data.Add(Cancel, JobStatus.Cancelled, JobStatus.Cancelled);
            return data;
        }
    }

    public static TheoryData<JobUpdate, JobStatus> Refused => new()
    {
        { Pause, JobStatus.Completed },
        { Pause, JobStatus.Cancelled },
        { Fail, JobStatus.Completed },
        { Fail, JobStatus.Cancelled },
        { Cancel, JobStatus.Completed },
        { Resume, JobStatus.Running },
        { Resume, JobStatus.Completed },
        { Resume, JobStatus.Cancelled },
        { Resume, JobStatus.Unknown },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void An_update_sets_the_status_and_removes_the_runner(
        JobUpdate update, JobStatus before, JobStatus expected)
    {
        Job job = TestJobs.NewJob().After(2, TestJobs.Start);
        job.Status = before;
        string untouched = TestJobs.Dump(job);

        Job after = job.After(update);

        Assert.Equal(expected, after.Status);
        Assert.Null(after.Runner);
        Assert.Equal(2, after.CurrentSheet);
        Assert.Equal(SheetStatus.InProgress, after.Sheets[1].Status);
        Assert.Equal(untouched, TestJobs.Dump(job));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_update_that_the_status_does_not_allow_is_refused(JobUpdate update, JobStatus status)
    {
        Job job = TestJobs.NewJob(status: status);
        string untouched = TestJobs.Dump(job);

        MarianneException error = Assert.Throws<MarianneException>(() => job.After(update));

        Assert.Equal(MarianneError.InvalidTransition, error.Error);
        Assert.Contains(status.ToString(), error.Message, StringComparison.Ordinal);
        Assert.Equal(untouched, TestJobs.Dump(job));
    }

    [Theory]
    [InlineData(JobStatus.Pending)]
    [InlineData(JobStatus.Running)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Paused)]
    public void A_job_whose_sheets_are_all_finished_is_completed(JobStatus status)
    {
        Job job = Finished(status);
        string untouched = TestJobs.Dump(job);

        Job after = job.After(Complete);

        Assert.Equal(JobStatus.Completed, after.Status);
        Assert.Equal(TestJobs.Now, after.CompletedAt);
        Assert.Null(after.Runner);
        Assert.Null(after.CurrentSheet);
        Assert.Null(after.ErrorMessage);
        Assert.Equal(untouched, TestJobs.Dump(job));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Cancelled)]
    public void A_job_that_is_finished_is_not_completed_again(JobStatus status)
    {
        MarianneException error = Assert.Throws<MarianneException>(() => Finished(status).After(Complete));

        Assert.Equal(MarianneError.InvalidTransition, error.Error);
        Assert.Contains($"it is {status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_with_an_unfinished_sheet_is_not_completed()
    {
        Job job = Finished(JobStatus.Running);
        job.Sheets[1].Status = SheetStatus.Failed;

        MarianneException error = Assert.Throws<MarianneException>(() => job.After(Complete));

        Assert.Equal(MarianneError.InvalidTransition, error.Error);
        Assert.Contains("not all of its sheets", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_store_that_has_not_read_the_sheets_answers_for_them()
    {
        Job header = TestJobs.NewJob(status: JobStatus.Running);

        Assert.Equal(JobStatus.Completed, JobTransitions.Apply(header, Complete, false, TestJobs.Now, () => true).Status);
        Assert.Throws<MarianneException>(
            () => JobTransitions.Apply(Finished(JobStatus.Running), Complete, false, TestJobs.Now, () => false));
        Assert.Equal(JobStatus.Paused, JobTransitions.Apply(header, Pause, false, TestJobs.Now, NotCalled).Status);

        static bool NotCalled() => throw new InvalidOperationException("The answer is not needed.");
    }

    [Fact]
    public void A_failed_job_has_a_message_and_a_time_and_resuming_it_clears_the_time()
    {
        Job failed = TestJobs.NewJob().After(Fail);
        Assert.Equal("failed", failed.ErrorMessage);
        Assert.Equal(TestJobs.Now, failed.CompletedAt);

        Job resumed = failed.After(Resume);
        Assert.Equal("failed", resumed.ErrorMessage);
        Assert.Null(resumed.CompletedAt);
    }

    [Fact]
    public void A_recovered_zombie_is_paused_and_its_message_says_so()
    {
        Job zombie = TestJobs.NewJob().After(2, TestJobs.Start);

        Job after = zombie.After(Recover, isZombie: true);

        Assert.Equal(JobStatus.Paused, after.Status);
        Assert.Null(after.Runner);
        Assert.False(after.IsZombie);
        Assert.Contains("4711", after.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(2, NextSheet.Of(after));
        Assert.Equal(JobStatus.Running, zombie.Status);
    }

    [Fact]
    public void The_error_message_of_a_zombie_is_not_overwritten()
    {
        Job zombie = TestJobs.NewJob().After(2, TestJobs.Start);
        zombie.ErrorMessage = "the disk is full";

        Assert.Equal("the disk is full", zombie.After(Recover, isZombie: true).ErrorMessage);
    }

    [Fact]
    public void A_second_recovery_replaces_the_message_of_the_first()
    {
        Job recovered = TestJobs.NewJob().After(2, TestJobs.Start).After(Recover, isZombie: true);
        Job again = recovered.After(2, new SheetUpdate.Start(new RunnerProcess(4712, "here", "mark")));

        Assert.Contains("4712", again.After(Recover, isZombie: true).ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_that_is_not_a_zombie_is_not_recovered()
    {
        Job job = TestJobs.NewJob().After(2, TestJobs.Start);

        Assert.Same(job, job.After(Recover));
    }

    /// <summary>A job whose sheets other implementations finished without completing the job.</summary>
    private static Job Finished(JobStatus status)
    {
        Job job = TestJobs.NewJob(status: status);
        job.CurrentSheet = 3;
        job.ErrorMessage = "recovered";
        foreach (Sheet sheet in job.Sheets)
            sheet.Status = sheet.Number == 2 ? SheetStatus.Skipped : SheetStatus.Completed;
        return job;
    }
}
