using Marianne.History;
using Marianne.Jobs;
using Marianne.Runner.Tests.Running;
using Marianne.Scores;
using Marianne.Storage.Memory;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Jobs;

/// <summary>Tests of finding and repairing what a killed run left undone.</summary>
public sealed class JobRepairerTests : RunnerTestBase
{
    private static readonly SheetUpdate Done = new SheetUpdate.Complete(SheetResult.Empty) { LeavesJobRunning = true };

    [Fact]
    public async Task A_zombie_is_paused_with_its_history_and_its_outcomes()
    {
        Job job = await AbandonRunAsync((1, Done), (2, null));

        JobRepairResult result = await RepairAsync(job.Id);

        Assert.Equal(
            (JobStatus.Paused, 7, true, 1),
            (result.Status, result.RecoveredFrom!.Pid, result.HistoryAttached, result.OutcomesRecorded));
        Assert.Equal(JobStatus.Paused, (await LoadAsync(job.Id)).Status);
        Assert.Equal(["sheet 1 Completed", "sheet 2 InProgress"], await StepsAsync(job.Id));
    }

    [Fact]
    public async Task A_zombie_whose_sheets_are_done_is_completed()
    {
        Job job = await AbandonRunAsync((1, Done), (2, Done));

        JobRepairResult result = await RepairAsync(job.Id);

        Assert.Equal((JobStatus.Completed, true, 2), (result.Status, result.HistoryAttached, result.OutcomesRecorded));
        Job completed = await LoadAsync(job.Id);
        Assert.Equal((JobStatus.Completed, null, null), (completed.Status, completed.Runner, completed.ErrorMessage));
        Assert.Equal(["sheet 1 Completed", "sheet 2 Completed"], await StepsAsync(job.Id));
        Assert.True((await InspectAsync(job.Id)).AreNone);
    }

    [Fact]
    public async Task A_job_that_another_process_paused_before_its_runner_died_gets_its_current_history()
    {
        FakeExecutor.Return(2, FakeExecutor.Failure());
        Job failed = await RunAsync(ScoreOf(2));
        Assert.True((await InspectAsync(failed.Id)).AreNone);
        await Jobs.UpdateSheetAsync(
            failed.Id, 2, new SheetUpdate.Start(Processes.Current) { Mode = ExecutionModes.Normal }, Cancellation);
        await Jobs.UpdateAsync(failed.Id, new JobUpdate.Pause(), Cancellation);

        JobDefects found = Assert.Single(await Repairer().FindAsync(Cancellation).ToListAsync(Cancellation));
        JobRepairResult result = await Repairer().RepairAsync(found, Cancellation);

        Assert.Equal((null, true, 0), (result.RecoveredFrom, result.HistoryAttached, result.OutcomesRecorded));
        Assert.Equal(["sheet 1 Completed", "sheet 2 Failed", "sheet 2 InProgress"], await StepsAsync(failed.Id));
        Assert.Empty(await Repairer().FindAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_Completed_job_without_a_history_is_found()
    {
        Job done = await RunAsync(ScoreOf(1));
        await RunAsync(ScoreOf(1, "other"));
        await Jobs.DetachHistoryAsync(done.Id, null, Cancellation);

        JobDefects found = Assert.Single(await Repairer().FindAsync(Cancellation).ToListAsync(Cancellation));

        Assert.Equal((done.Id, true), (found.Job.Id, found.LacksHistory));
        Assert.Empty(found.MissingOutcomes);
    }

    [Fact]
    public async Task A_job_that_a_run_ended_has_no_defects_at_any_time_of_the_clock()
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Jobs = jobs;
        Time.Advance(TimeSpan.FromTicks(1234567)); // Stores keep fewer digits.
        OnEvent = _ => Time.Advance(TimeSpan.FromTicks(7));

        Job done = await RunAsync(ScoreOf(2));

        Assert.True((await InspectAsync(done.Id)).AreNone);
    }

    [Fact]
    public async Task A_history_that_a_user_attached_is_kept()
    {
        Job done = await RunAsync(ScoreOf(1));
        var own = new ExecutionHistory("own");
        await new AttachedHistories(Jobs).SaveAsync(done.Id, null, own, Cancellation);

        Assert.True((await InspectAsync(done.Id)).AreNone);
    }

    [Fact]
    public async Task A_job_that_no_runner_has_run_has_no_defects()
    {
        await AbandonAsync(ScoreOf(1), isDead: false, (1, new SheetUpdate.Complete(SheetResult.Empty)));

        Assert.Empty(await Repairer().FindAsync(Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_closed_learning_store_does_not_keep_a_job_from_being_recovered()
    {
        Job job = await AbandonRunAsync((1, Done), (2, null));
        await Learning.DisposeAsync();

        JobDefects defects = await InspectAsync(job.Id);

        Assert.NotNull(defects.LearningError);
        Assert.Equal(JobStatus.Paused, (await Repairer().RepairAsync(defects, Cancellation)).Status);
        Learning = new MemoryLearningStore(Time);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_recorded_is_an_error_after_the_job_was_repaired()
    {
        Job job = await AbandonRunAsync((1, Done), (2, Done));
        JobDefects defects = await InspectAsync(job.Id);
        await Learning.DisposeAsync();

        await ThrowsAsync(MarianneError.StoreClosed, () => Repairer().RepairAsync(defects, Cancellation).AsTask());
        Assert.Equal(JobStatus.Completed, (await LoadAsync(job.Id)).Status);

        Learning = new MemoryLearningStore(Time);
        Assert.Equal(2, (await RepairAsync(job.Id)).OutcomesRecorded);
    }

    private JobRepairer Repairer() => new(Jobs, Learning, Time, _ => null);

    private async Task<JobDefects> InspectAsync(string id) =>
        await Repairer().InspectAsync(await LoadAsync(id), Cancellation);

    private async Task<JobRepairResult> RepairAsync(string id) =>
        await Repairer().RepairAsync(await InspectAsync(id), Cancellation);

    /// <summary>Saves a job whose sheets were started, and some of them ended, by a runner that is dead now.</summary>
    private async Task<Job> AbandonRunAsync(params (int Number, SheetUpdate? End)[] sheets)
    {
        Score score = ScoreOf(2);
        Job job = await AbandonAsync(score, isDead: false);
        foreach ((int number, SheetUpdate? end) in sheets)
        {
            var start = new SheetUpdate.Start(Processes.Start(7, "mark-7")) { Mode = ExecutionModes.Normal };
            await Jobs.UpdateSheetAsync(job.Id, number, start, Cancellation);
            if (end is not null)
                await Jobs.UpdateSheetAsync(job.Id, number, end, Cancellation);
        }

        Processes.Kill(7);
        return job;
    }

    private async Task<IEnumerable<string>> StepsAsync(string id)
    {
        ExecutionHistory? history = await new AttachedHistories(Jobs).LoadAsync(id, null, null, Cancellation);
        return history!.Steps().Skip(1).Select(step => $"{step.StateName} {step.Status}");
    }
}
