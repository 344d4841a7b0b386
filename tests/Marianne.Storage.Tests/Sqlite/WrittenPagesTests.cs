using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Storage.Tests.Sqlite;

/// <summary>Tests of what a save writes: only pages whose content changes.</summary>
public sealed class WrittenPagesTests : SqliteTestBase
{
    /// <summary>The row of the job, its place in the order of updates, and the row of the sheet.</summary>
    private const int PagesOfSave = 3;

    /// <summary>The size of a page in the log.</summary>
    private const int PageInLog = 4096 + 24;

    [Fact]
    public async Task A_save_writes_no_page_of_an_index_whose_value_stays()
    {
        IJobStore store = Open();
        Job job = await SaveStarted(store);

        job.Description = "changed";
        job.Sheets[4].ErrorMessage = "changed";

        Assert.Equal(PagesOfSave * PageInLog, await WrittenBySaving(store, job));
    }

    [Fact]
    public async Task A_save_writes_the_index_of_a_status_that_changes()
    {
        IJobStore store = Open();
        Job job = await SaveStarted(store);

        job.Status = JobStatus.Paused;
        job.Sheets[4].Status = SheetStatus.Failed;

        Assert.True(await WrittenBySaving(store, job) > PagesOfSave * PageInLog);
        using var plain = new PlainSqlite(StatePath);
        Assert.Equal("nightly", plain.Scalar("SELECT id FROM jobs INDEXED BY idx_jobs_status WHERE status = 'paused'"));
        Assert.Equal(5L, plain.Scalar("SELECT sheet_num FROM sheets INDEXED BY idx_sheets_status WHERE status = 'failed'"));
    }

    [Fact]
    public async Task A_status_that_another_implementation_has_changed_is_written()
    {
        IJobStore store = Open();
        Job job = await SaveStarted(store);
        using (var plain = new PlainSqlite(StatePath))
        {
            plain.Execute("UPDATE jobs SET status = 'failed'");
            plain.Execute("UPDATE sheets SET status = 'failed' WHERE sheet_num = 2");
            plain.Execute("DELETE FROM sheets WHERE sheet_num = 3");
        }

        job.Sheets[1].ErrorMessage = "changed";
        job.Sheets[2].ErrorMessage = "changed";
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);

        Job loaded = await Load(store);
        Assert.Equal(JobStatus.Pending, loaded.Status);
        Assert.Equal(SheetStatus.Pending, loaded.Sheets[1].Status);
        Assert.Equal("changed", loaded.Sheets[2].ErrorMessage);
    }

    /// <summary>Saves a job whose sheets all have rows.</summary>
    private async Task<Job> SaveStarted(IJobStore store)
    {
        Job job = await SaveNew(store, sheets: 10);
        foreach (Sheet sheet in job.Sheets)
            sheet.AttemptCount = 1;
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return job;
    }

    private async Task<long> WrittenBySaving(IJobStore store, Job job)
    {
        long before = new FileInfo(StatePath + "-wal").Length;
        await store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        return new FileInfo(StatePath + "-wal").Length - before;
    }
}
