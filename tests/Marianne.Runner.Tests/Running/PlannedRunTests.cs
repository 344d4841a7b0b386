using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Changes by other processes between the plan of a run and its start.</summary>
public sealed class PlannedRunTests : RunnerTestBase
{
    [Fact]
    public async Task A_plan_without_changes_is_run_as_it_was_prepared()
    {
        await AbandonAsync(ScoreOf(2), isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)));
        JobPlan plan = await PlanAsync(ScoreOf(2));

        Job job = await RunAsync(Services(), plan);

        Assert.Equal((plan.JobId, JobStatus.Completed), (job.Id, job.Status));
        Assert.Equal([2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_new_job_is_created_when_it_starts()
    {
        JobPlan plan = await PlanAsync(ScoreOf(1));
        Assert.Equal(0, await Jobs.CountAsync(JobQuery.All, Cancellation));
        Time.Advance(TimeSpan.FromMinutes(5));
        DateTimeOffset start = Time.GetUtcNow();

        Job job = await RunAsync(Services(), plan);

        Assert.Null(plan.JobId);
        Assert.Equal(start, job.CreatedAt);
        Assert.NotNull(job.ConfigHash);
    }

    [Fact]
    public async Task A_job_that_was_created_since_is_resumed()
    {
        JobPlan plan = await PlanAsync(ScoreOf(2));
        Job created = await AbandonAsync(ScoreOf(2), isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)));

        Job job = await RunAsync(Services(), plan);

        Assert.Equal((created.Id, JobStatus.Completed), (job.Id, job.Status));
        Assert.Equal([2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_that_was_created_since_with_another_score_is_an_error()
    {
        JobPlan plan = await PlanAsync(ScoreOf(2));
        Score other = ScoreOf(2) with { Sheets = [new ScoreSheet { Command = "other" }, new ScoreSheet { Command = "work" }] };
        await AbandonAsync(other, isDead: true, (1, new SheetUpdate.Complete(SheetResult.Empty)));

        await ThrowsAsync(MarianneError.ScoreChanged, () => RunAsync(Services(), plan));
    }

    [Fact]
    public async Task A_job_that_another_process_runs_since_is_an_error()
    {
        Job job = await AbandonAsync(ScoreOf(2), isDead: true, (1, null));
        JobPlan plan = await PlanAsync(ScoreOf(2));
        RunnerProcess other = Processes.Start(8, "mark-8");
        await Jobs.UpdateAsync(job.Id, new JobUpdate.Run(other), Cancellation);

        await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(Services(), plan));
    }

    [Fact]
    public async Task A_job_that_was_completed_since_is_not_run_again()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: true, (1, null));
        JobPlan byScore = await PlanAsync(ScoreOf(1));
        JobPlan byId = await PlanAsync(new RunRequest { JobId = job.Id });
        await Jobs.UpdateSheetAsync(job.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);

        Job same = await RunAsync(Services(), byId);
        Assert.Equal((job.Id, JobStatus.Completed), (same.Id, same.Status));
        Assert.Contains("already Completed", Assert.Single(Events).Message, StringComparison.Ordinal);
        Assert.Empty(FakeExecutor.Seen);

        Job another = await RunAsync(Services(), byScore);
        Assert.NotEqual(job.Id, another.Id);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_that_was_removed_since_is_an_error_by_its_id()
    {
        Job job = await AbandonAsync(ScoreOf(1), isDead: true, (1, null));
        JobPlan plan = await PlanAsync(new RunRequest { JobId = job.Id });
        await Jobs.DeleteAsync(job.Id, Cancellation);

        await ThrowsAsync(MarianneError.JobNotFound, () => RunAsync(Services(), plan));
    }

    [Fact]
    public async Task Two_runs_of_one_plan_do_not_create_two_jobs()
    {
        Task started = FakeExecutor.HangAt(1);
        using var pause = new CancellationTokenSource();
        JobPlan plan = await PlanAsync(ScoreOf(1));
        Task<Job> run = RunAsync(Services(), plan, pause);
        await started;

        await ThrowsAsync(MarianneError.JobIsPlayed, () => RunAsync(Services(), plan));

        Assert.Equal(1, await Jobs.CountAsync(JobQuery.All, Cancellation));
        await pause.CancelAsync();
        Assert.Equal(JobStatus.Paused, (await run).Status);
    }

    [Fact]
    public async Task Only_a_plan_of_the_planner_can_be_run()
    {
        var plan = new JobPlan { Name = "mine", Workspace = Folder.Path, Sheets = [], Score = ScoreOf(1) };

        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(Services(), plan));
    }
}
