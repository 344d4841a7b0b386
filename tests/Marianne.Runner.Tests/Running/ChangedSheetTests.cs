using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>Runs whose sheets are changed by another process. That ends the sheet, and not the run.</summary>
public sealed class ChangedSheetTests : RunnerTestBase
{
    public static TheoryData<SheetUpdate, SheetStatus, JobEventKind> Changes => new()
    {
        { new SheetUpdate.Skip("by hand"), SheetStatus.Skipped, JobEventKind.SheetSkipped },
        { new SheetUpdate.Complete(SheetResult.Empty), SheetStatus.Completed, JobEventKind.SheetCompleted },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_sheet_that_is_done_before_its_turn_is_not_run(
        SheetUpdate change, SheetStatus status, JobEventKind kind)
    {
        FakeExecutor.Return(1, async _ =>
        {
            await ChangeAsync(2, change);
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(3));

        Assert.Equal((JobStatus.Completed, status), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1, 3], FakeExecutor.Numbers);
        Assert.Contains($"Set to {status} by another process", Assert.Single(EventsOf(kind), OfSheet(2)).Message);
        Assert.Equal(new JobProgress(3, 3), Events[^1].Progress);
    }

    [Fact]
    public async Task A_sheet_that_is_set_to_Failed_before_its_turn_counts_as_failed()
    {
        FakeExecutor.Return(1, async _ =>
        {
            await ChangeAsync(2, new SheetUpdate.Fail(SheetResult.Empty, "by hand", null));
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(3));

        Assert.Equal((JobStatus.Failed, SheetStatus.Failed), (job.Status, job.Sheets[1].Status));
        Assert.Equal([1], FakeExecutor.Numbers);
        Assert.Equal("Sheet 2 failed: by hand", job.ErrorMessage);
    }

    [Fact]
    public async Task A_job_with_a_sheet_that_another_process_reopened_is_paused_with_a_reason()
    {
        FakeExecutor.Return(2, async _ =>
        {
            Job stored = await LoadAsync();
            stored.Sheets[0].Status = SheetStatus.InProgress;
            await Jobs.SaveAsync(stored, SaveMode.Overwrite, Cancellation);
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal(JobStatus.Paused, job.Status);
        Assert.Contains("set sheet 1 to InProgress", job.ErrorMessage);
        Assert.Equal($"Paused. {job.ErrorMessage}", Events[^1].Message);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_running_sheet_that_is_done_otherwise_is_ended_and_the_others_continue(
        SheetUpdate change, SheetStatus status, JobEventKind kind)
    {
        var polled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task started = FakeExecutor.HangAt(1);
        FakeExecutor.Return(2, async _ =>
        {
            await polled.Task;
            return FakeExecutor.Success;
        });
        Task<Job> run = RunAsync(ParallelScore(3, new() { [3] = [1, 2] }));
        await started;
        await ChangeAsync(1, change);
        OnEvent = Release(polled, kind);
        await PollUntilEndAsync(run);
        Job job = await run;

        Assert.Equal((JobStatus.Completed, status), (job.Status, job.Sheets[0].Status));
        Assert.Equal(SheetStatus.Completed, job.Sheets[1].Status);
        Assert.Equal(3, FakeExecutor.Seen.Count);
        Assert.Contains($"Set to {status} by another process", Assert.Single(EventsOf(kind), OfSheet(1)).Message);
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_sheet_that_is_done_just_before_its_attempt_ends_stays_as_it_was_set(
        SheetUpdate change, SheetStatus status, JobEventKind kind)
    {
        foreach ((int number, bool fails) in new[] { (1, false), (2, true) })
        {
            FakeExecutor.Return(number, async _ =>
            {
                await ChangeAsync(number, change);
                return fails ? FakeExecutor.Failure() : FakeExecutor.Success;
            });
        }

        Job job = await RunAsync(ScoreOf(3));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([status, status, SheetStatus.Completed], job.Sheets.Select(sheet => sheet.Status));
        Assert.Single(await HistoryAsync());
        Assert.Contains(EventsOf(kind), OfSheet(2));
    }

    [Fact]
    public async Task A_waiting_sheet_that_is_skipped_waits_no_longer()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        JobPlan plan = await PlanAsync(ScoreOf(2) with { Retry = new RetryOptions() });
        Task<Job> run = new JobRunner(Services()).RunAsync(plan, ReleaseWhenWaiting, Cancellation).AsTask(); // Time stands still.
        await waits.Task;
        await ChangeAsync(1, new SheetUpdate.Skip());
        await PollUntilEndAsync(run);

        Job job = await run;
        Assert.Equal((JobStatus.Completed, SheetStatus.Skipped), (job.Status, job.Sheets[0].Status));
        Assert.Equal([1, 2], FakeExecutor.Numbers);

        void ReleaseWhenWaiting(JobEvent jobEvent)
        {
            if (jobEvent.Kind == JobEventKind.SheetRetrying)
                waits.SetResult();
        }
    }

    [Fact]
    public async Task A_running_sheet_that_another_process_fails_is_a_failed_sheet()
    {
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(2));
        await started;
        await ChangeAsync(1, new SheetUpdate.Fail(SheetResult.Empty, "wrong data"));
        await PollUntilEndAsync(run);

        Job job = await run;
        Assert.Equal((JobStatus.Failed, "Sheet 1 failed: wrong data"), (job.Status, job.ErrorMessage));
        Assert.Equal((SheetStatus.Failed, "wrong data"), (job.Sheets[0].Status, job.Sheets[0].ErrorMessage));
    }

    [Fact]
    public async Task A_finished_sheet_that_is_reset_runs_again()
    {
        FakeExecutor.Return(1, FakeExecutor.Success);
        FakeExecutor.Return(2, async _ =>
        {
            await ResetAsync(1);
            return FakeExecutor.Success;
        });

        Job job = await RunAsync(ScoreOf(2));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2, 1], FakeExecutor.Numbers);
        Assert.Equal(new JobProgress(2, 2), Events[^1].Progress);
    }

    [Fact]
    public async Task A_running_sheet_that_is_reset_is_ended_and_runs_again()
    {
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(1));
        await started;
        FakeExecutor.Return(1, FakeExecutor.Success);
        await ResetAsync(1);
        await PollUntilEndAsync(run);

        Assert.Equal(JobStatus.Completed, (await run).Status);
        Assert.Equal([1, 1], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_failed_sheet_that_is_completed_by_hand_lets_its_dependents_run()
    {
        FakeExecutor.Return(1, FakeExecutor.Failure());
        FakeExecutor.Return(2, async _ =>
        {
            await ChangeAsync(1, new SheetUpdate.Complete(SheetResult.Empty));
            return FakeExecutor.Success;
        });
        Score score = ParallelScore(3, new() { [2] = [], [3] = [1] }) with { Parallel = new() { FailFast = false } };

        Job job = await RunAsync(score);

        Assert.Equal((JobStatus.Completed, null), (job.Status, job.ErrorMessage));
        Assert.Equal([1, 2, 3], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_job_that_is_completed_by_others_ends_the_run_quietly()
    {
        Task started = FakeExecutor.HangAt(1);
        Task<Job> run = RunAsync(ScoreOf(2));
        await started;
        await ChangeAsync(1, new SheetUpdate.Skip());
        await ChangeAsync(2, new SheetUpdate.Skip());
        await PollUntilEndAsync(run);

        Assert.Equal(JobStatus.Completed, (await run).Status);
        Assert.Equal([1], FakeExecutor.Numbers);
    }

    private Score ParallelScore(int sheets, Dictionary<int, IReadOnlyCollection<int>> dependencies) => ScoreOf(sheets) with
    {
        Sheet = new SheetOptions { Dependencies = dependencies },
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 2 },
    };

    private static Predicate<JobEvent> OfSheet(int number) => jobEvent => jobEvent.SheetNumber == number;

    private async Task ChangeAsync(int number, SheetUpdate change) =>
        await Jobs.UpdateSheetAsync((await LoadAsync()).Id, number, change, Cancellation);

    /// <summary>Resets a sheet with a saved checkpoint, as the user can with Save-MarianneCheckpoint.</summary>
    private async Task ResetAsync(int number)
    {
        Job job = await LoadAsync();
        job.Sheets[number - 1].Status = SheetStatus.Pending;
        await Jobs.SaveAsync(job, SaveMode.IfUnchanged, Cancellation);
    }

    private static Action<JobEvent> Release(TaskCompletionSource source, JobEventKind kind) => jobEvent =>
    {
        if (jobEvent.Kind == kind)
            source.TrySetResult();
    };

    /// <summary>Lets the run poll its job until it ends. No other timer fires.</summary>
    private async Task PollUntilEndAsync(Task run)
    {
        while (!run.IsCompleted)
            await Task.WhenAny(Time.PollAsync(Cancellation), run);
    }
}
