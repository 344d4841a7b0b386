using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class NextSheetTests
{
    [Fact]
    public void The_first_sheet_comes_first() => Assert.Equal(1, NextSheet.Of(TestJobs.NewJob()));

    [Fact]
    public void An_elder_sheet_is_not_lost_when_a_later_one_finished_before_it()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Complete).After(3, TestJobs.Complete);

        Assert.Equal(2, NextSheet.Of(job));
    }

    [Theory]
    [InlineData(SheetStatus.Pending)]
    [InlineData(SheetStatus.Failed)]
    [InlineData(SheetStatus.Waiting)]
    [InlineData(SheetStatus.Cancelled)]
    [InlineData(SheetStatus.Unknown)]
    public void Any_sheet_that_is_not_done_can_be_next(SheetStatus status)
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Skip);
        job.Sheets[1].Status = status;

        Assert.Equal(2, NextSheet.Of(job));
    }

    [Fact]
    public void The_sheet_that_was_running_at_a_crash_is_next()
    {
        Job job = TestJobs.NewJob().After(3, TestJobs.Start);
        Assert.Equal(3, NextSheet.Of(job));

        job.Sheets[2].Status = SheetStatus.Failed;
        Assert.Equal(1, NextSheet.Of(job));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Cancelled)]
    public void A_job_that_is_over_has_none(JobStatus status) => Assert.Null(NextSheet.Of(TestJobs.NewJob(status: status)));

    [Fact]
    public void A_job_whose_sheets_are_all_done_has_none()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Complete).After(2, TestJobs.Skip).After(3, TestJobs.Complete);
        job.Status = JobStatus.Failed;

        Assert.Null(NextSheet.Of(job));
    }

    [Fact]
    public void A_sheet_waits_for_what_it_needs()
    {
        var needs = new Dictionary<int, IReadOnlyCollection<int>> { [1] = [2, 3], [2] = [3] };
        Job job = TestJobs.NewJob();
        Assert.Equal(3, NextSheet.Of(job, needs));

        job = job.After(3, TestJobs.Skip);
        Assert.Equal(2, NextSheet.Of(job, needs));

        job = job.After(2, TestJobs.Complete);
        Assert.Equal(1, NextSheet.Of(job, needs));
    }

    [Fact]
    public void Sheets_that_wait_for_each_other_have_no_next()
    {
        var needs = new Dictionary<int, IReadOnlyCollection<int>> { [1] = [2], [2] = [1], [3] = [9] };

        Assert.Null(NextSheet.Of(TestJobs.NewJob(), needs));
    }
}
