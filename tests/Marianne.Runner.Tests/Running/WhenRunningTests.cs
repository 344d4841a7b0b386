using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A run finds that another run already runs its job.</summary>
public sealed class WhenRunningTests : RunnerTestBase
{
    public WhenRunningTests()
    {
        for (TimeSpan delay = PollDelay.Shortest; delay < PollDelay.Longest; delay *= 2)
            Time.AutoAdvance(delay);
        Time.AutoAdvance(PollDelay.Longest);
    }

    [Fact]
    public async Task Skip_returns_the_job_as_it_is()
    {
        Job other = await AbandonAsync(ScoreOf(3), isDead: false, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        DateTimeOffset before = (await LoadAsync(other.Id)).UpdatedAt;

        Job job = await RunAsync(new RunRequest { Score = ScoreOf(3), WhenRunning = WhenRunning.Skip });

        Assert.Equal((other.Id, JobStatus.Running, before), (job.Id, job.Status, job.UpdatedAt));
        JobEvent skipped = Assert.Single(Events);
        Assert.Equal(JobEventKind.JobSkipped, skipped.Kind);
        Assert.Equal(new JobProgress(1, 3), skipped.Progress);
        Assert.Equal(
            $"The job '{other.Id}' is being run by the process 7 on here: 1 of 3 sheets are done. This run does nothing.",
            skipped.Message);
        Assert.Empty(FakeExecutor.Seen);
    }

    [Theory]
    [InlineData(WhenRunning.Skip)]
    [InlineData(WhenRunning.Wait)]
    public async Task A_job_that_no_run_runs_is_run(WhenRunning whenRunning)
    {
        Job job = await RunAsync(new RunRequest { Score = ScoreOf(1), WhenRunning = whenRunning });
        Assert.Equal(JobStatus.Completed, job.Status);

        await AbandonAsync(ScoreOf(2), isDead: true, (1, null));
        job = await RunAsync(new RunRequest { Score = ScoreOf(2), WhenRunning = whenRunning });

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Empty(EventsOf(JobEventKind.JobSkipped, JobEventKind.JobWaiting));
    }

    [Theory]
    [InlineData(JobStatus.Paused)]
    [InlineData(JobStatus.Failed)]
    public async Task Wait_resumes_the_job_when_the_other_run_has_ended(JobStatus status)
    {
        Job other = await AbandonAsync(ScoreOf(3), isDead: false, (1, null));
        JobUpdate end = status == JobStatus.Paused ? new JobUpdate.Pause() : new JobUpdate.Fail("It failed.");

        Job job = await WaitAsync(other, async () =>
        {
            await Jobs.UpdateSheetAsync(other.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
            await Jobs.UpdateAsync(other.Id, end, Cancellation);
        });

        Assert.Equal((other.Id, JobStatus.Completed), (job.Id, job.Status));
        Assert.Equal([2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Wait_resumes_the_job_when_the_other_process_has_died()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        Job job = await WaitAsync(other, () =>
        {
            Processes.Kill(7);
            return Task.CompletedTask;
        });

        Assert.Equal((other.Id, JobStatus.Completed), (job.Id, job.Status));
    }

    [Fact]
    public async Task Wait_runs_nothing_if_the_other_run_completes_the_job()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        Job job = await WaitAsync(
            other, async () => await Jobs.UpdateSheetAsync(other.Id, 1, new SheetUpdate.Complete(SheetResult.Empty), Cancellation));

        Assert.Equal((other.Id, JobStatus.Completed), (job.Id, job.Status));
        Assert.Equal($"The job '{other.Id}' was completed by another run.", Assert.Single(EventsOf(JobEventKind.Warning)).Message);
        Assert.Empty(FakeExecutor.Seen);
        Assert.Single(await Jobs.ListAsync(JobQuery.All, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Wait_runs_nothing_if_the_job_is_cancelled()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        Job job = await WaitAsync(other, async () => await Jobs.UpdateAsync(other.Id, new JobUpdate.Cancel(), Cancellation));

        Assert.Equal((other.Id, JobStatus.Cancelled), (job.Id, job.Status));
        Assert.Empty(FakeExecutor.Seen);
    }

    [Fact]
    public async Task Wait_creates_a_job_if_the_other_one_is_removed()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));

        Job job = await WaitAsync(other, async () => await Jobs.DeleteAsync(other.Id, Cancellation));

        Assert.NotEqual(other.Id, job.Id);
        Assert.Equal(JobStatus.Completed, job.Status);
    }

    [Fact]
    public async Task Wait_shows_the_progress_of_the_other_run()
    {
        Job other = await AbandonAsync(ScoreOf(3), isDead: false, (1, new SheetUpdate.Complete(SheetResult.Empty)), (2, null));
        int looks = 0;
        OnEvent = announced => looks += announced.Kind == JobEventKind.JobWaiting ? 1 : 0;

        await WaitAsync(other, async () =>
        {
            await Jobs.UpdateSheetAsync(other.Id, 2, new SheetUpdate.Complete(SheetResult.Empty), Cancellation);
            while (looks < 2)
                await Task.Yield();
            await Jobs.UpdateAsync(other.Id, new JobUpdate.Pause(), Cancellation);
        });

        Assert.Equal(
            [new JobProgress(1, 3), new JobProgress(2, 3)],
            EventsOf(JobEventKind.JobWaiting).Select(waiting => waiting.Progress!.Value));
    }

    [Fact]
    public async Task A_pause_ends_the_wait_and_changes_nothing()
    {
        Job other = await AbandonAsync(ScoreOf(1), isDead: false, (1, null));
        using var pause = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WaitAsync(other, pause.CancelAsync, pause));

        Assert.Equal(JobStatus.Running, (await LoadAsync(other.Id)).Status);
    }

    /// <summary>Runs a job that another process runs, and lets that process do something when this run has begun to wait.</summary>
    private async Task<Job> WaitAsync(Job other, Func<Task> act, CancellationTokenSource? pause = null)
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<JobEvent> before = OnEvent;
        OnEvent = announced =>
        {
            before(announced);
            if (announced.Kind == JobEventKind.JobWaiting)
                waits.TrySetResult();
        };
        Score score = PreparedScore(other);
        Task<Job> run = RunAsync(new RunRequest { Score = score, WhenRunning = WhenRunning.Wait }, pause);
        await waits.Task.WaitAsync(Cancellation);
        Assert.False(run.IsCompleted);
        await act();
        return await run;
    }

    private Score PreparedScore(Job other) => ScoreOf(other.TotalSheets);
}
