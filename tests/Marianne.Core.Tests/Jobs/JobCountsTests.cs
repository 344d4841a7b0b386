using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobCountsTests
{
    [Fact]
    public void Without_items_every_sheet_is_counted()
    {
        Job job = JobOf(SheetStatus.Completed, SheetStatus.Skipped, SheetStatus.Failed);
        job.TotalSheets = 5;

        var counts = new JobCounts(job);

        Assert.Equal(job.Progress, counts.Progress);
        Assert.Equal(new JobProgress(2, 5), counts.Progress);
        Assert.Equal((1, 2), (counts[SheetStatus.Failed], counts[SheetStatus.Pending]));
    }

    [Fact]
    public void A_sheet_counts_as_its_items()
    {
        Job job = WithItems(SheetStatus.Failed, SheetStatus.Completed, SheetStatus.Failed, SheetStatus.Waiting);

        var counts = new JobCounts(job);

        Assert.Equal(new JobProgress(1, 4), counts.Progress);
        Assert.Equal((1, 1, 1), (counts[SheetStatus.Failed], counts.Waiting, counts[SheetStatus.Pending]));
    }

    [Fact]
    public void A_sheet_that_failed_although_no_item_did_is_counted_beside_them() =>
        Assert.Equal(1, new JobCounts(WithItems(SheetStatus.Failed, SheetStatus.Completed, SheetStatus.Completed))[SheetStatus.Failed]);

    [Fact]
    public void The_first_of_the_next_attempts_is_found()
    {
        Job job = JobOf(SheetStatus.Waiting, SheetStatus.RetryScheduled, SheetStatus.Waiting);
        foreach ((int index, int minutes) in new[] { (0, 9), (1, 4), (2, 7) })
            job.Sheets[index].Measures = job.Sheets[index].Measures with { NextAttemptAt = TestJobs.Now.AddMinutes(minutes) };

        Assert.Equal((3, TestJobs.Now.AddMinutes(4)), (new JobCounts(job).Waiting, new JobCounts(job).NextAttemptAt));
    }

    private static Job JobOf(params SheetStatus[] statuses)
    {
        var job = new Job("one", "one", statuses.Length, TestJobs.Now);
        for (int index = 0; index < statuses.Length; index++)
            job.Sheets[index].Status = statuses[index];
        return job;
    }

    /// <summary>A job with a pending sheet and one with items.</summary>
    private static Job WithItems(SheetStatus parent, params SheetStatus[] items)
    {
        Job job = JobOf(SheetStatus.Pending, parent);
        ItemTransitions.Expand(job, new ItemList([.. items.Select((_, index) => new ItemInput($"{index}", "1"))]) { Parent = 2 });
        job.Sheets[1].Status = parent;
        for (int index = 0; index < items.Length; index++)
            job.Sheets[2 + index].Status = items[index];
        return job;
    }
}
