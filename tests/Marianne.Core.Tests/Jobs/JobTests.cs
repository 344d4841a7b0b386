using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobTests
{
    [Fact]
    public void Progress_counts_completed_and_skipped_sheets()
    {
        Job job = TestJobs.NewJob(sheets: 4).After(4, TestJobs.Complete).After(1, TestJobs.Skip).After(2, TestJobs.Fail);

        Assert.Equal(new JobProgress(2, 4), job.Progress);
        Assert.Equal(50, job.Progress.Percent);
        Assert.Equal("2/4", job.Progress.ToString());
        Assert.Equal(0, new JobProgress(0, 0).Percent);
    }

    [Fact]
    public void Sheets_beyond_a_smaller_total_are_not_counted()
    {
        Job job = TestJobs.NewJob(sheets: 4).After(4, TestJobs.Complete);

        job.TotalSheets = 2;

        Assert.Equal(new JobProgress(0, 2), job.Progress);
        Assert.Equal([1, 2], job.Sheets.Select(sheet => sheet.Number));
        Assert.Throws<ArgumentOutOfRangeException>(() => job.Sheets[2]);
    }

    [Fact]
    public void A_job_that_was_copied_still_tracks_the_changes_of_its_sheets()
    {
        Job job = TestJobs.NewJob(sheets: 2).After(1, TestJobs.Fail);
        job.AcceptAll(job.UpdatedAt);
        Job copy = job.Copy();

        job.Sheets[0].ErrorMessage = "changed";

        Assert.Equal([1], job.Sheets.Changed.Select(sheet => sheet.Number));
        Assert.Empty(copy.Sheets.Changed);
    }

    [Fact]
    public void The_last_completed_sheet_never_decreases()
    {
        Job job = TestJobs.NewJob();
        job.LastCompletedSheet = 2;
        job.LastCompletedSheet = 1;

        Assert.Equal(2, job.LastCompletedSheet);
    }

    [Fact]
    public void A_copy_shares_no_mutable_state()
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
    public void Reading_a_sheet_does_not_change_it_and_setting_a_property_does()
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
    public void An_unreadable_time_is_kept_until_a_save_replaces_it()
    {
        Job job = TestJobs.NewJob();
        job.SetUnreadable(nameof(Job.UpdatedAt), new UnreadableValue("updated_at", "soon", "it is not a time"));

        job.AcceptAll(job.UpdatedAt);
        Assert.True(job.Unreadable.ContainsKey(nameof(Job.UpdatedAt)));

        job.AcceptAll(TestJobs.Now.AddDays(1));
        Assert.Empty(job.Unreadable);
    }
}
