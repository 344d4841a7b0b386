using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs that somebody ends, here or elsewhere.</summary>
public sealed class StopTests : RunnerTestBase
{
    private const int LooksInTwoSeconds = 4;

    [Fact]
    public async Task A_pause_takes_the_attempt_back_and_the_next_run_goes_on()
    {
        using var pause = new CancellationTokenSource();
        Task begun = FakeExecutor.HangAt(2);
        Task<Job> playing = Play(ScoreOf(3), pause);
        await begun;
        await pause.CancelAsync();
        Job paused = await playing;

        Assert.Equal((JobStatus.Paused, null, null), (paused.Status, paused.Runner, paused.ErrorMessage));
        Assert.Equal((SheetStatus.Pending, 0), (paused.Sheets[1].Status, paused.Sheets[1].AttemptCount));
        Assert.Equal([JobEventKind.SheetInterrupted, JobEventKind.JobPaused], Events.TakeLast(2).Select(happened => happened.Kind));
        Assert.Single(await History());
        Assert.Equal(1, await Learning.CountOutcomesAsync(new(), Cancellation));

        FakeExecutor.Answer(2, FakeExecutor.Success);
        Job done = await Play(ScoreOf(3));

        Assert.Equal((JobStatus.Completed, paused.Id, 1), (done.Status, done.Id, done.Sheets[1].AttemptCount));
        Assert.Equal([1, 2, 2, 3], FakeExecutor.Numbers);
        Assert.Equal(3, await Learning.CountOutcomesAsync(new(), Cancellation));
    }

    [Fact]
    public async Task A_sheet_that_succeeded_just_then_is_done()
    {
        using var pause = new CancellationTokenSource();
        FakeExecutor.Answer(1, async _ =>
        {
            await pause.CancelAsync();
            return FakeExecutor.Success;
        });

        Job job = await Play(ScoreOf(2), pause);

        Assert.Equal((JobStatus.Paused, SheetStatus.Completed, SheetStatus.Pending), (job.Status, job.Sheets[0].Status, job.Sheets[1].Status));
        Assert.Single(await History());
    }

    [Fact]
    public async Task A_sheet_that_died_of_the_same_signal_is_paused()
    {
        using var pause = new CancellationTokenSource();
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Answer(1, _ =>
        {
            died.SetResult();
            return Task.FromResult(new CommandResult { ExitCode = 130, Signal = 2 });
        });
        Task<Job> playing = Play(ScoreOf(1), pause);
        await died.Task;
        await pause.CancelAsync();

        Job job = await playing;
        Assert.Equal((SheetStatus.Pending, 0), (job.Sheets[0].Status, job.Sheets[0].AttemptCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Somebody_else_pauses_or_cancels_it_within_two_seconds(bool isCancelled)
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        await using var others = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Jobs = jobs;
        Task begun = FakeExecutor.HangAt(1);
        Task<Job> playing = Play(ScoreOf(2));
        await begun;
        string id = (await Load()).Id;

        await others.UpdateAsync(id, isCancelled ? new JobUpdate.Cancel() : new JobUpdate.Pause(), Cancellation);
        for (int look = 0; look < LooksInTwoSeconds; look++)
            await Task.WhenAny(Time.LookAsync(Cancellation), playing);

        Job job = await playing.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(isCancelled ? JobStatus.Cancelled : JobStatus.Paused, job.Status);
        Assert.Equal(isCancelled ? SheetStatus.Cancelled : SheetStatus.Pending, job.Sheets[0].Status);
        Assert.Equal((0, SheetStatus.Pending), (job.Sheets[0].AttemptCount, job.Sheets[1].Status));
        Assert.Equal(isCancelled ? JobEventKind.JobCancelled : JobEventKind.JobPaused, Events[^1].Kind);
        if (isCancelled)
            await Fails(MarianneError.InvalidTransition, () => Play(new RunRequest { JobId = id }));
    }

    [Fact]
    public async Task A_pause_that_was_not_noticed_yet_starts_no_sheet()
    {
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetCompleted)
                Jobs.UpdateAsync(happened.JobId, new JobUpdate.Pause(), default).AsTask().GetAwaiter().GetResult();
        };

        Job job = await Play(ScoreOf(2));

        Assert.Equal((JobStatus.Paused, SheetStatus.Pending), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_that_is_deleted_while_it_is_played_ends_what_runs()
    {
        Task begun = FakeExecutor.HangAt(1);
        Task<Job> playing = Play(ScoreOf(2));
        await begun;
        await Jobs.DeleteAsync((await Load()).Id, Cancellation);
        while (!playing.IsCompleted)
            await Task.WhenAny(Time.LookAsync(Cancellation), playing);

        await Fails(MarianneError.JobNotFound, () => playing);
    }

    [Fact]
    public async Task A_pause_during_a_wait_leaves_the_wait()
    {
        using var pause = new CancellationTokenSource();
        FakeExecutor.Answer(1, FakeExecutor.Failure("429, retry after 1000 seconds"));
        OnEvent = happened =>
        {
            if (happened.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };

        Job job = await Play(ScoreOf(1), pause);

        Assert.Equal((JobStatus.Paused, SheetStatus.Waiting, 1), (job.Status, job.Sheets[0].Status, job.Sheets[0].AttemptCount));
        Assert.Equal(Time.GetUtcNow().AddSeconds(1000), job.Sheets[0].Measures.NextAttemptAt);
        Assert.Single(await History());
    }

    [Fact]
    public async Task When_the_listener_throws_the_job_is_paused_and_what_runs_is_ended()
    {
        OnEvent = happened =>
        {
            if (happened.Message == "hello")
                throw new InvalidOperationException("nobody listens");
        };
        FakeExecutor.Answer(1, act =>
        {
            act.Say("hello\n");
            return Task.FromResult(FakeExecutor.Success);
        });
        _ = FakeExecutor.HangAt(2);
        Score score = ScoreOf(2) with { Parallel = new ParallelismOptions { Enabled = true } };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Play(score));

        Job job = await Load();
        Assert.Equal((JobStatus.Paused, null), (job.Status, job.Runner));
        Assert.Contains("nobody listens", job.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(SheetStatus.Completed, job.Sheets.Select(sheet => sheet.Status));
    }
}
