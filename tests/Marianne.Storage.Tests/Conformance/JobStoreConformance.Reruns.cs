using Marianne.Jobs;
using Marianne.Storage.Memory;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task Sheets_of_a_completed_job_are_reset_in_one_step()
    {
        await CompletedJob();

        await Store.UpdateAsync("nightly", new JobUpdate.Run(Processes.Current) { Again = [2, 3], Tags = ["again"] }, Cancellation);

        Job job = await Load();
        Assert.Equal((JobStatus.Running, null), (job.Status, job.CompletedAt));
        Assert.Equal([SheetStatus.Completed, SheetStatus.Pending, SheetStatus.Pending], job.Sheets.Select(sheet => sheet.Status));
        Assert.Equal([0, 1, 1], job.Sheets.Select(sheet => sheet.Measures.Reruns));
        Assert.Equal([1, 1, 1], job.Sheets.Select(sheet => sheet.AttemptCount));
        Assert.Equal(["again"], job.Tag);
    }

    [Fact]
    public async Task The_run_of_an_attempt_is_recorded()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        await UpdateSheet(1, new SheetUpdate.Complete(SheetResult.Empty) { Attempt = Attempt(1) with { Run = 3 } });
        await Store.RecordExecutionsAsync([Attempt(2), Attempt(3) with { Run = 2 }], Cancellation);

        Assert.Equal([3, 1, 2], (await Executions(new ExecutionQuery { OldestFirst = true, JobId = "nightly" })).Select(attempt => attempt.Run));
        await using IJobStore copies = new MemoryJobStore(Time, Processes);
        await JobCopier.CopyAsync("nightly", Store, copies, replace: false, Cancellation).CountAsync(Cancellation);
        await Store.DeleteAsync("nightly", Cancellation);
        await SaveNew();
        Assert.Empty(await Executions(new ExecutionQuery()));
        await JobCopier.CopyAsync("nightly", copies, Store, replace: true, Cancellation).CountAsync(Cancellation);
        Assert.Equal([3, 1, 2], (await Executions(new ExecutionQuery { OldestFirst = true })).Select(attempt => attempt.Run));
    }

    [Fact]
    public async Task What_a_job_was_forked_from_and_its_run_id_are_stored()
    {
        await SaveNew("original");
        await SaveNew("fork", change: job => job.SetOrigin("original", null));
        await SaveNew("dated", change: job => job.SetOrigin(null, "2026-11-25"));

        Job fork = await Load("fork");
        fork.Description = "changed";
        await Store.SaveAsync(fork, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal(("original", null), ((await Load("fork")).ForkedFrom, (await Load("fork")).RunId));
        Assert.Equal("2026-11-25", (await Store.LoadHeaderAsync("dated", Cancellation))!.RunId);
        Assert.Equal(["fork"], await ListIds(new JobQuery { ForkedFrom = "original" }));
        Assert.Equal(["fork"], await ListIds(new JobQuery { ForkedFrom = "original", WithSheets = false }));
        Assert.Equal(1, await Store.CountAsync(new JobQuery { ForkedFrom = "original" }, Cancellation));
        Assert.Empty(await ListIds(new JobQuery { ForkedFrom = "fork" }));
        Assert.Equal([null, null, "2026-11-25"], (await List()).Select(job => job.RunId).Order());
        await Store.DeleteAsync("fork", Cancellation);
        await SaveNew("fork");
        Assert.Null((await Load("fork")).ForkedFrom);
    }

    [Fact]
    public async Task An_import_keeps_what_a_job_was_forked_from()
    {
        await using var source = new MemoryJobStore(Time, Processes);
        Job fork = NewJob("fork");
        fork.SetOrigin("original", "x");
        await source.SaveAsync(fork, SaveMode.IfUnchanged, Cancellation);

        await JobCopier.CopyAsync("fork", source, Store, replace: false, Cancellation).CountAsync(Cancellation);

        Job copy = await Load("fork");
        Assert.Equal(("original", "x"), (copy.ForkedFrom, copy.RunId));
    }

    /// <summary>Saves a job whose three sheets are Completed.</summary>
    private async Task CompletedJob()
    {
        await SaveNew();
        foreach (int number in (int[])[1, 2, 3])
        {
            await UpdateSheet(number, StartHere);
            await UpdateSheet(number, Complete);
        }

        Assert.Equal(JobStatus.Completed, (await Load()).Status);
    }
}
