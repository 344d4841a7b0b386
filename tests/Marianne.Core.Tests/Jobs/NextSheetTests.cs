using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class NextSheetTests
{
    [Fact]
    public void The_first_sheet_comes_first() => Assert.Equal(1, NextSheet.Of(TestJobs.NewJob()));

    [Fact]
    public void An_earlier_sheet_is_next_although_a_later_one_is_finished()
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
    public void Any_sheet_that_is_not_finished_can_be_next(SheetStatus status)
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Skip);
        job.Sheets[1].Status = status;

        Assert.Equal(2, NextSheet.Of(job));
    }

    [Fact]
    public void The_sheet_that_was_in_progress_at_a_crash_is_next()
    {
        Job job = TestJobs.NewJob().After(3, TestJobs.Start);
        Assert.Equal(3, NextSheet.Of(job));

        job.Sheets[2].Status = SheetStatus.Failed;
        Assert.Equal(1, NextSheet.Of(job));
    }

    [Theory]
    [InlineData(JobStatus.Completed)]
    [InlineData(JobStatus.Cancelled)]
    public void A_finished_job_has_no_next_sheet(JobStatus status) => Assert.Null(NextSheet.Of(TestJobs.NewJob(status: status)));

    [Fact]
    public void A_job_whose_sheets_are_all_finished_has_no_next_sheet()
    {
        Job job = TestJobs.NewJob().After(1, TestJobs.Complete).After(2, TestJobs.Skip).After(3, TestJobs.Complete);
        job.Status = JobStatus.Failed;

        Assert.Null(NextSheet.Of(job));
    }

    [Fact]
    public void A_sheet_waits_for_its_dependencies()
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
    public void Sheets_that_depend_on_each_other_are_never_next()
    {
        var needs = new Dictionary<int, IReadOnlyCollection<int>> { [1] = [2], [2] = [1], [3] = [9] };

        Assert.Null(NextSheet.Of(TestJobs.NewJob(), needs));
    }
}
