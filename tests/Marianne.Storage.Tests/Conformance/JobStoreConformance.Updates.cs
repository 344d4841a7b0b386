using Marianne.Jobs;
using Xunit;

namespace Marianne.Storage.Tests.Conformance;

public abstract partial class JobStoreConformance
{
    [Fact]
    public async Task A_job_is_completed_when_all_of_its_sheets_are_finished()
    {
        Job job = await SaveNew(sheets: 2);
        job.Sheets[0].Status = SheetStatus.Completed;
        job.Status = JobStatus.Running;
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Fails(
            MarianneError.InvalidTransition, () => Store.UpdateAsync("nightly", new JobUpdate.Complete(), Cancellation).AsTask());

        job.Sheets[1].Status = SheetStatus.Skipped;
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Store.UpdateAsync("nightly", new JobUpdate.Complete(), Cancellation);

        Job loaded = await Load();
        Assert.Equal(JobStatus.Completed, loaded.Status);
        Assert.NotNull(loaded.CompletedAt);
        Assert.Equal(2, loaded.Progress.Finished);
    }

    [Fact]
    public async Task A_job_is_completed_although_a_sheet_failed_that_may_fail()
    {
        Job job = await SaveNew(sheets: 3);
        (job.Sheets[0].Status, job.Sheets[1].Status) = (SheetStatus.Completed, SheetStatus.Failed);
        job.Status = JobStatus.Running;
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        var update = new JobUpdate.Complete { AllowedFailures = [2, 3] };
        await Fails(MarianneError.InvalidTransition, () => Store.UpdateAsync("nightly", update, Cancellation).AsTask());

        job.Sheets[2].Status = SheetStatus.Skipped;
        await Store.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
        await Fails(
            MarianneError.InvalidTransition,
            () => Store.UpdateAsync("nightly", update with { AllowedFailures = [1, 3] }, Cancellation).AsTask());
        await Store.UpdateAsync("nightly", update, Cancellation);

        Job loaded = await Load();
        Assert.Equal(JobStatus.Completed, loaded.Status);
        Assert.Equal(SheetStatus.Failed, loaded.Sheets[1].Status);
    }

    [Fact]
    public async Task A_job_is_paused_resumed_failed_and_cancelled_in_one_step_each()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);

        await Update(new JobUpdate.Pause(), JobStatus.Paused);
        await Update(new JobUpdate.Resume(), JobStatus.Pending);
        await Update(new JobUpdate.Fail("out of retries"), JobStatus.Failed);
        Assert.Equal("out of retries", (await Load()).ErrorMessage);
        await Update(new JobUpdate.Resume(), JobStatus.Pending);
        await Update(new JobUpdate.Cancel(), JobStatus.Cancelled);
        await Fails(
            MarianneError.InvalidTransition,
            () => Store.UpdateAsync("nightly", new JobUpdate.Resume(), Cancellation).AsTask());

        async Task Update(JobUpdate update, JobStatus status)
        {
            Job updated = await Store.UpdateAsync("nightly", update, Cancellation);
            Job loaded = await Load();
            Assert.Equal(status, updated.Status);
            Assert.Equal(status, loaded.Status);
            Assert.Equal(updated.UpdatedAt, loaded.UpdatedAt);
            Assert.Null(loaded.Runner);
            Assert.Equal(SheetStatus.InProgress, loaded.Sheets[0].Status);
        }
    }

    [Fact]
    public async Task An_updated_job_can_be_saved_at_once()
    {
        await SaveNew();
        Job paused = await Store.UpdateAsync("nightly", new JobUpdate.Pause(), Cancellation);

        paused.ErrorMessage = "paused by hand";
        await Store.SaveAsync(paused, SaveMode.IfUnchanged, Cancellation);

        Assert.Equal("paused by hand", (await Load()).ErrorMessage);
    }

    public static TheoryData<RunnerProcess, bool> Runners => new()
    {
        { new RunnerProcess(100, "here", "mark-100"), false },
        { new RunnerProcess(101, "here", "mark-101"), true },
        { new RunnerProcess(100, "here", "mark of an earlier process"), true },
        { new RunnerProcess(101, "elsewhere", "mark-101"), false },
        { new RunnerProcess(100), false },
        { new RunnerProcess(101), true },
        { new RunnerProcess(102, "here", "hidden"), false },
    };

    [Theory]
    [MemberData(nameof(Runners))]
    public async Task A_running_job_is_a_zombie_when_its_process_is_certainly_dead(RunnerProcess runner, bool isZombie)
    {
        Processes.Hide(new RunnerProcess(102, "here", "hidden"));
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Start(runner));

        Job loaded = await Load();
        Assert.Equal(runner, loaded.Runner);
        Assert.Equal(isZombie, loaded.IsZombie);
        Assert.Equal(isZombie, Assert.Single(await List()).IsZombie);
        Assert.Equal(JobStatus.Running, loaded.Status);
    }

    [Fact]
    public async Task Reading_a_zombie_writes_nothing_and_recovering_it_pauses_it()
    {
        await SaveNew();
        await UpdateSheet(1, new SheetUpdate.Start(Processes.Start(200, "mark-200")));
        Assert.False((await Load()).IsZombie);
        Processes.Kill(200);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;
        Assert.Equal(updatedAt, (await Load()).UpdatedAt);

        Job recovered = await Store.UpdateAsync("nightly", new JobUpdate.Recover(), Cancellation);

        Assert.Equal(JobStatus.Paused, recovered.Status);
        Assert.False(recovered.IsZombie);
        Job loaded = await Load();
        Assert.Equal(JobStatus.Paused, loaded.Status);
        Assert.Null(loaded.Runner);
        Assert.Contains("200", loaded.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(1, NextSheet.Of(loaded));
    }

    [Fact]
    public async Task Recovering_a_job_that_is_not_a_zombie_writes_nothing()
    {
        await SaveNew();
        await UpdateSheet(1, StartHere);
        DateTimeOffset updatedAt = (await Load()).UpdatedAt;
        Time.Advance(TimeSpan.FromSeconds(1));

        Job same = await Store.UpdateAsync("nightly", new JobUpdate.Recover(), Cancellation);

        Assert.Equal(JobStatus.Running, same.Status);
        Assert.Equal(updatedAt, same.UpdatedAt);
        Assert.Equal(updatedAt, (await Load()).UpdatedAt);
    }

    [Fact]
    public async Task Starting_a_sheet_of_a_zombie_recovers_the_job()
    {
        await SaveNew();
        RunnerProcess dead = new(200, "here", "mark-200");
        await UpdateSheet(1, new SheetUpdate.Start(dead));

        SheetUpdateResult result = await UpdateSheet(1, StartHere);

        Assert.Equal(dead, result.RecoveredFrom);
        Job loaded = await Load();
        Assert.Equal(Processes.Current, loaded.Runner);
        Assert.False(loaded.IsZombie);
        Assert.Contains("200", loaded.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(2, loaded.Sheets[0].AttemptCount);
    }
}
