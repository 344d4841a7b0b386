using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

/// <summary>A job is run by one process at a time.</summary>
public sealed class JobRunTests
{
    private static readonly RunnerProcess Other = new(4712, "elsewhere", "other");
    private static readonly JobUpdate.Run Mine = new(TestJobs.Runner);

    public static TheoryData<JobStatus> Unfinished =>
        [JobStatus.Pending, JobStatus.Running, JobStatus.Failed, JobStatus.Paused, JobStatus.PausedAtChain];

    [Theory]
    [MemberData(nameof(Unfinished))]
    public void Running_a_job_sets_its_runner_and_its_status(JobStatus status)
    {
        Job job = TestJobs.NewJob(status: status);
        job.ErrorMessage = "failed";
        job.CompletedAt = TestJobs.Now;
        job.CurrentSheet = 2;
        string untouched = TestJobs.Dump(job);

        Job after = job.After(Mine);

        Assert.Equal((JobStatus.Running, TestJobs.Runner), (after.Status, after.Runner));
        Assert.Null(after.ErrorMessage);
        Assert.Null(after.CompletedAt);
        Assert.Equal(2, after.CurrentSheet);
        Assert.Equal(untouched, TestJobs.Dump(job));
    }

    [Fact]
    public void A_job_that_another_process_runs_is_refused_with_the_name_of_that_process()
    {
        Job job = TestJobs.NewJob().After(new JobUpdate.Run(Other));

        MarianneException error = Refused(MarianneError.JobIsPlayed, job, Mine);

        Assert.Contains("process 4712 on elsewhere", error.Message, StringComparison.Ordinal);
        Assert.Same(job, error.Target);
    }

    [Fact]
    public void The_runner_of_a_job_may_run_it_again()
    {
        Job job = TestJobs.NewJob().After(Mine);
        Assert.Equal(TestJobs.Runner, job.After(Mine).Runner);

        job.Runner = new RunnerProcess(TestJobs.Runner.Pid);
        Assert.Equal(TestJobs.Runner, job.After(Mine).Runner);
        Refused(MarianneError.JobIsPlayed, job, new JobUpdate.Run(Other));
    }

    [Fact]
    public void A_zombie_is_taken_over_and_its_message_says_so()
    {
        Job zombie = TestJobs.NewJob().After(1, new SheetUpdate.Start(Other));

        Job after = zombie.After(Mine, isZombie: true);

        Assert.Equal((JobStatus.Running, TestJobs.Runner), (after.Status, after.Runner));
        Assert.False(after.IsZombie);
        Assert.Contains("4712", after.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, NextSheet.Of(after));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Cancelled)]
    public void A_finished_job_cannot_be_run(JobStatus status)
    {
        MarianneException error = Refused(MarianneError.InvalidTransition, TestJobs.NewJob(status: status), Mine);

        Assert.Contains($"cannot be run: it is {status}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_can_be_run_with_a_new_configuration_and_more_sheets()
    {
        Job job = TestJobs.NewJob(sheets: 2).After(2, TestJobs.Complete);
        job.ConfigPath = "old.yaml";

        Job after = job.After(Mine with { Config = new JobConfig("""{"a":1}""", "hash", null, 3) });

        Assert.Equal(("""{"a":1}""", "hash", null), (after.ConfigSnapshot, after.ConfigHash, after.ConfigPath));
        Assert.Equal((3, 3), (after.TotalSheets, after.Sheets.Count));
        Assert.Equal(SheetStatus.Completed, after.Sheets[1].Status);
        Assert.Equal(1, NextSheet.Of(after));
        Assert.Equal((2, "old.yaml"), (job.Sheets.Count, job.ConfigPath));
    }

    [Fact]
    public void A_new_configuration_is_an_object_and_has_no_fewer_sheets()
    {
        Job job = TestJobs.NewJob(sheets: 3);

        MarianneException fewer = Refused(
            MarianneError.InvalidTransition, job, Mine with { Config = new JobConfig("{}", "hash", null, 2) });
        Assert.Contains("has 3 sheets, and its score now has 2", fewer.Message, StringComparison.Ordinal);

        Refused(MarianneError.InvalidJob, job, Mine with { Config = new JobConfig("[1]", "hash", null, 3) });
        Refused(MarianneError.SaveConflict, job, Mine with { Config = new JobConfig("{}", "hash", null, 4) { ExpectedSheets = 2 } });
    }

    [Fact]
    public void A_paused_job_keeps_its_message_unless_there_is_a_new_one()
    {
        Job job = TestJobs.NewJob().After(Mine).After(new JobUpdate.Pause("stopped by Ctrl+C"));
        Assert.Equal((JobStatus.Paused, "stopped by Ctrl+C"), (job.Status, job.ErrorMessage));
        Assert.Null(job.Runner);

        Assert.Equal("stopped by Ctrl+C", job.After(new JobUpdate.Pause()).ErrorMessage);
    }

    [Fact]
    public void A_start_as_runner_is_refused_unless_the_process_runs_the_job()
    {
        SheetUpdate.Start start = TestJobs.Start with { OnlyAsRunner = true };
        Job job = TestJobs.NewJob().After(Mine);

        Assert.Equal(SheetStatus.InProgress, job.After(1, start).Sheets[0].Status);
        foreach (Job other in (Job[])
            [TestJobs.NewJob(), job.After(new JobUpdate.Pause()), TestJobs.NewJob().After(new JobUpdate.Run(Other))])
        {
            MarianneException error = Assert.Throws<MarianneException>(() => other.After(1, start));
            Assert.Equal(MarianneError.InvalidTransition, error.Error);
            Assert.Contains($"it is {other.Status}", error.Message, StringComparison.Ordinal);
        }

        Assert.Throws<MarianneException>(() => job.After(new JobUpdate.Cancel()).After(1, start));
        Assert.Equal(SheetStatus.InProgress, job.After(new JobUpdate.Pause()).After(1, TestJobs.Start).Sheets[0].Status);
    }

    private static MarianneException Refused(MarianneError expected, Job job, JobUpdate update)
    {
        string before = TestJobs.Dump(job);
        MarianneException refusal = Assert.Throws<MarianneException>(() => job.After(update));
        Assert.Equal(expected, refusal.Error);
        Assert.Equal(before, TestJobs.Dump(job));
        return refusal;
    }
}
