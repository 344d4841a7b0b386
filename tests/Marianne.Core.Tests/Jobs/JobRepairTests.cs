using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobRepairTests
{
    [Fact]
    public void A_rebuilt_job_is_paused_after_its_last_completed_sheet()
    {
        Job job = JobRepair.Rebuild("nightly", "Nightly", 4, 3, overwrite: false, TestJobs.Now);

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Equal("Nightly", job.Name);
        Assert.Equal(3, job.LastCompletedSheet);
        Assert.Equal(new JobProgress(3, 4), job.Progress);
        Assert.All(
            job.Sheets.Take(3), sheet => Assert.Equal((SheetStatus.Completed, TestJobs.Now), (sheet.Status, sheet.CompletedAt)));
        Assert.Equal(SheetStatus.Pending, job.Sheets[3].Status);
        Assert.Equal(4, NextSheet.Of(job));
        Assert.Contains("3 of 4", job.ErrorMessage, StringComparison.Ordinal);
        JobValidator.Check(job);
    }

    [Theory]
    [InlineData(false, new[] { 1, 2 })]
    [InlineData(true, new[] { 1, 2, 3, 4 })]
    public void A_job_that_replaces_another_writes_the_other_sheets_too(bool overwrite, int[] written)
    {
        Job job = JobRepair.Rebuild("nightly", "Nightly", 4, 2, overwrite, TestJobs.Now);

        Assert.Equal(written, job.Sheets.Changed.Select(sheet => sheet.Number).Order());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void A_job_is_not_rebuilt_with_a_sheet_that_it_does_not_have(int lastCompleted)
    {
        MarianneException error = Assert.Throws<MarianneException>(
            () => JobRepair.Rebuild("nightly", "Nightly", 4, lastCompleted, overwrite: true, TestJobs.Now));

        Assert.Equal(MarianneError.SheetOutOfRange, error.Error);
    }

    [Theory]
    [InlineData(JobStatus.Running, true)]
    [InlineData(JobStatus.Pending, false)]
    [InlineData(JobStatus.Paused, false)]
    [InlineData(JobStatus.Failed, false)]
    public void Only_a_running_job_can_be_a_zombie(JobStatus status, bool isCandidate) =>
        Assert.Equal(isCandidate, JobRepair.ZombieCandidates.Matches(TestJobs.NewJob(status: status)));
}
