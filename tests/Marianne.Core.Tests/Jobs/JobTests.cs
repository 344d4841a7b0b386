using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public void Progress_counts_what_is_completed_and_what_is_skipped()
    {
        Job job = TestJobs.NewJob(sheets: 4).After(4, TestJobs.Complete).After(1, TestJobs.Skip).After(2, TestJobs.Fail);

        Assert.Equal(new JobProgress(2, 4), job.Progress);
        Assert.Equal(50, job.Progress.Percent);
        Assert.Equal("2/4", job.Progress.ToString());
        Assert.Equal(0, new JobProgress(0, 0).Percent);
    }

    [Fact]
    public void Sheets_that_a_smaller_total_cuts_off_count_no_more()
    {
        Job job = TestJobs.NewJob(sheets: 4).After(4, TestJobs.Complete);

        job.TotalSheets = 2;

        Assert.Equal(new JobProgress(0, 2), job.Progress);
        Assert.Equal([1, 2], job.Sheets.Select(sheet => sheet.Number));
        Assert.Throws<ArgumentOutOfRangeException>(() => job.Sheets[2]);
    }

    [Fact]
    public void The_high_water_mark_takes_no_lower_value()
    {
        Job job = TestJobs.NewJob();
        job.LastCompletedSheet = 2;
        job.LastCompletedSheet = 1;

        Assert.Equal(2, job.LastCompletedSheet);
    }

    [Fact]
    public void A_copy_shares_nothing_that_can_change()
    {
        Job job = TestJobs.NewJob();
        job.SetUnreadable(nameof(Job.Status), new UnreadableValue("status", "odd", "it is odd"));
        string before = TestJobs.Dump(job);

        Job copy = job.Copy();
        copy.Status = JobStatus.Paused;
        copy.Sheets[0].Status = SheetStatus.Failed;

        Assert.Equal(before, TestJobs.Dump(job));
        Assert.True(job.Unreadable.ContainsKey(nameof(Job.Status)));
        Assert.False(copy.Unreadable.ContainsKey(nameof(Job.Status)));
    }

    [Fact]
    public void Looking_at_a_sheet_changes_nothing_and_setting_a_value_does()
    {
        Job job = TestJobs.NewJob();
        job.AcceptAll(TestJobs.Now);

        Assert.False(job.Sheets[1].IsChanged);
        Assert.False(job.IsChanged);

        job.Sheets[1].ErrorMessage = "changed";
        Assert.True(job.Sheets[1].IsChanged);
        Assert.False(job.IsChanged);

        job.AcceptAll(TestJobs.Now);
        Assert.False(job.Sheets[1].IsChanged);
    }

    [Fact]
    public void A_time_that_could_not_be_read_is_remembered_until_a_save_replaces_it()
    {
        Job job = TestJobs.NewJob();
        job.SetUnreadable(nameof(Job.UpdatedAt), new UnreadableValue("updated_at", "soon", "it is not a time"));

        job.AcceptAll(job.UpdatedAt);
        Assert.True(job.Unreadable.ContainsKey(nameof(Job.UpdatedAt)));

        job.AcceptAll(TestJobs.Now.AddDays(1));
        Assert.Empty(job.Unreadable);
    }
}
