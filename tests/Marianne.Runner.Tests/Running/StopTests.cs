using Marianne.History;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Storage.Sqlite;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs that are paused or cancelled, here or by another process.</summary>
public sealed class StopTests : RunnerTestBase
{
    private const int PollsInTwoSeconds = 4;

    [Fact]
    public async Task A_pause_reverts_the_attempt_and_the_next_run_continues()
    {
        using var pause = new CancellationTokenSource();
        Task started = FakeExecutor.HangAt(2);
        Task<Job> run = RunAsync(ScoreOf(3), pause);
        await started;
        await pause.CancelAsync();
        Job paused = await run;

        Assert.Equal((JobStatus.Paused, null, null), (paused.Status, paused.Runner, paused.ErrorMessage));
        Assert.Equal((SheetStatus.Pending, 0), (paused.Sheets[1].Status, paused.Sheets[1].AttemptCount));
        Assert.Equal(
            [JobEventKind.SheetInterrupted, JobEventKind.JobPaused], Events.TakeLast(2).Select(jobEvent => jobEvent.Kind));
        Assert.Single(await HistoryAsync());
        Assert.Equal(1, await Learning.CountOutcomesAsync(new(), Cancellation));

        FakeExecutor.Return(2, FakeExecutor.Success);
        Job done = await RunAsync(ScoreOf(3));

        Assert.Equal((JobStatus.Completed, paused.Id, 1), (done.Status, done.Id, done.Sheets[1].AttemptCount));
        Assert.Equal([1, 2, 2, 3], FakeExecutor.Numbers);
        Assert.Equal(3, await Learning.CountOutcomesAsync(new(), Cancellation));
    }

    [Fact]
    public async Task A_paused_attempt_keeps_its_output_and_is_no_step_of_the_history()
    {
        Variables["KEY"] = "s3cr3t-value";
        using var pause = new CancellationTokenSource();
        FakeExecutor.Return(1, async call =>
        {
            await pause.CancelAsync();
            await Task.Delay(Timeout.Infinite, call.Stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return FakeExecutor.Stopped with { Output = "half done s3cr3t-value\n", OutputLength = 23 };
        });
        Score score = ScoreOf(1) with { Secrets = ["KEY"] };

        await RunAsync(score, pause);
        Execution kept = Assert.Single(await HistoryAsync());
        Assert.Equal((1, "half done ***\n", null), (kept.AttemptNumber, kept.Output, kept.ExitCode));

        FakeExecutor.Return(1, FakeExecutor.Success);
        Job done = await RunAsync(score);
        Assert.Equal((JobStatus.Completed, 1, 2), (done.Status, done.Sheets[0].AttemptCount, (await HistoryAsync()).Count));
        ExecutionHistory history = (await new AttachedHistories(Jobs).LoadAsync(done.Id, null, null, Cancellation))!;
        Assert.Equal(2, history.TotalSteps); // The job, and the attempt that counts.
    }

    [Fact]
    public async Task A_sheet_that_succeeds_during_a_pause_is_done()
    {
        using var pause = new CancellationTokenSource();
        FakeExecutor.Return(1, async _ =>
        {
            await pause.CancelAsync();
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(2), pause);

        Assert.Equal(
            (JobStatus.Paused, SheetStatus.Completed, SheetStatus.Pending),
            (job.Status, job.Sheets[0].Status, job.Sheets[1].Status));
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task A_sheet_that_was_ended_by_the_signal_of_the_pause_is_interrupted()
    {
        using var pause = new CancellationTokenSource();
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(1, _ =>
        {
            died.SetResult();
            return Task.FromResult(new CommandResult { ExitCode = 130, Signal = 2 });
        });
        Task<Job> run = RunAsync(ScoreOf(1), pause);
        await died.Task;
        await pause.CancelAsync();

        Job job = await run;
        Assert.Equal((SheetStatus.Pending, 0), (job.Sheets[0].Status, job.Sheets[0].AttemptCount));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_process_pauses_or_cancels_a_job_within_two_seconds(bool isCancelled)
    {
        await using var jobs = new SqliteJobStore(Folder["state.db"], Time, Processes);
        await using var others = new SqliteJobStore(Folder["state.db"], Time, Processes);
        Jobs = jobs;
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(2));
        await started;
        string id = (await LoadAsync()).Id;

        await others.UpdateAsync(id, isCancelled ? new JobUpdate.Cancel() : new JobUpdate.Pause(), Cancellation);
        for (int poll = 0; poll < PollsInTwoSeconds; poll++)
            await Task.WhenAny(Time.PollAsync(Cancellation), run);

        Job job = await run.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.Equal(isCancelled ? JobStatus.Cancelled : JobStatus.Paused, job.Status);
        Assert.Equal(isCancelled ? SheetStatus.Cancelled : SheetStatus.Pending, job.Sheets[0].Status);
        Assert.Equal((0, SheetStatus.Pending), (job.Sheets[0].AttemptCount, job.Sheets[1].Status));
        Assert.Equal(isCancelled ? JobEventKind.JobCancelled : JobEventKind.JobPaused, Events[^1].Kind);
        if (isCancelled)
            await ThrowsAsync(MarianneError.InvalidTransition, () => RunAsync(new RunRequest { JobId = id }));
    }

    [Fact]
    public async Task A_paused_job_starts_no_sheet_even_before_the_monitor_polls()
    {
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetCompleted)
                Jobs.UpdateAsync(jobEvent.JobId, new JobUpdate.Pause(), default).AsTask().GetAwaiter().GetResult();
        };

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal((JobStatus.Paused, SheetStatus.Pending), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task Deleting_a_running_job_ends_its_sheets()
    {
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(2));
        await started;
        string id = (await LoadAsync()).Id;
        await Jobs.DeleteAsync(id, Cancellation);
        while (!run.IsCompleted)
            await Task.WhenAny(Time.PollAsync(Cancellation), run);

        MarianneException error = await ThrowsAsync(MarianneError.JobNotFound, () => run);
        Assert.Equal(
            $"The job '{id}' was removed while it ran, so its sheets were ended. Run its score again to create a new job.",
            error.Message);
        Assert.Equal(id, error.Target);
    }

    [Fact]
    public async Task A_pause_during_a_wait_keeps_the_wait()
    {
        using var pause = new CancellationTokenSource();
        FakeExecutor.Return(1, FakeExecutor.Failure("429, retry after 1000 seconds"));
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.SheetWaiting)
                pause.Cancel();
        };

        Job job = await RunAsync(ScoreOf(1), pause);

        Assert.Equal((JobStatus.Paused, SheetStatus.Waiting, 1), (job.Status, job.Sheets[0].Status, job.Sheets[0].AttemptCount));
        Assert.Equal(Time.GetUtcNow().AddSeconds(1000), job.Sheets[0].Measures.NextAttemptAt);
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task An_event_handler_that_throws_pauses_the_job_and_ends_its_sheets()
    {
        OnEvent = jobEvent =>
        {
            if (jobEvent.Message == "hello")
                throw new InvalidOperationException("The handler failed.");
        };
        FakeExecutor.Return(1, call =>
        {
            call.Write("hello\n");
            return Task.FromResult(FakeExecutor.Success);
        });
        _ = FakeExecutor.HangAt(2);
        Score score = ScoreOf(2) with { Parallel = new ParallelismOptions { Enabled = true } };

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(score));

        Job job = await LoadAsync();
        Assert.Equal((JobStatus.Paused, null), (job.Status, job.Runner));
        Assert.Contains("The handler failed.", job.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain(SheetStatus.Completed, job.Sheets.Select(sheet => sheet.Status));
    }
}
