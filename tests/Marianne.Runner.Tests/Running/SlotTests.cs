using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A sheet that waits gives its place among the running sheets back.</summary>
public sealed class SlotTests : RunnerTestBase
{
    public static TheoryData<string> Refusals => ["it broke", "429 Too Many Requests\nRetry-After: 600"];

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Another_sheet_runs_while_a_sheet_waits(string output)
    {
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeExecutor.Return(1, FakeExecutor.Failure(output), FakeExecutor.Success);
        FakeExecutor.Return(2, _ =>
        {
            second.SetResult();
            return Task.FromResult(FakeExecutor.Success);
        });
        Time.AdvancesAfter = second.Task; // The wait of sheet 1 does not end before sheet 2 runs.

        Job job = await RunAsync(Parallel(3, slots: 1));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal([1, 2], FakeExecutor.Numbers.Take(2));
        Assert.Equal([1, 1, 2, 3], FakeExecutor.Numbers.Order());
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Without_parallel_runs_the_order_is_kept(string output)
    {
        FakeExecutor.Return(1, FakeExecutor.Failure(output), FakeExecutor.Success);

        await RunAsync(Parallel(2, slots: 3) with { Parallel = new ParallelismOptions() });

        Assert.Equal([1, 1, 2], FakeExecutor.Numbers);
    }

    [Fact]
    public async Task A_sheet_that_has_waited_comes_before_one_that_was_not_started()
    {
        var slots = new SheetSlots(new ParallelismOptions { Enabled = true, MaxConcurrent = 1 }, areGivenBack: true);
        SheetSlot first = slots.TryTake()!;
        using var gone = new CancellationTokenSource();
        Task left = slots.TakeAsync(gone.Token);
        Task waited = slots.TakeAsync(Cancellation);
        await gone.CancelAsync();
        Assert.Null(slots.TryTake());

        first.Release();
        first.Release(); // It is given back once.

        await waited;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal((1, null), (slots.Taken, slots.TryTake()));
        Task freed = slots.Freed;
        slots.Release();
        await freed;
        Assert.NotNull(slots.TryTake());
    }

    [Fact]
    public async Task No_more_sheets_run_at_once_than_there_are_places()
    {
        int running = 0;
        int most = 0;
        var gate = new Lock();
        foreach (int number in Enumerable.Range(1, 12))
        {
            FakeExecutor.Return(number, _ => WorkAsync(FakeExecutor.Failure()));
            FakeExecutor.Return(number, _ => WorkAsync(FakeExecutor.Success));
        }

        Job job = await RunAsync(Parallel(12, slots: 3));

        Assert.Equal(JobStatus.Completed, job.Status);
        Assert.Equal(24, FakeExecutor.Seen.Count);
        Assert.InRange(most, 1, 3);

        async Task<CommandResult> WorkAsync(CommandResult result)
        {
            lock (gate)
                most = Math.Max(most, ++running);
            await Task.Yield();
            lock (gate)
                running--;
            return result;
        }
    }

    [Fact]
    public async Task A_pause_ends_the_wait_for_a_place()
    {
        using var pause = new CancellationTokenSource();
        FakeExecutor.Return(1, FakeExecutor.Failure());
        Task started = FakeExecutor.HangAt(2);
        Time.AdvancesAfter = started; // The wait of sheet 1 ends when sheet 2 has its place.
        Task<Job> run = RunAsync(Parallel(2, slots: 1), pause);
        await started;

        await pause.CancelAsync();
        Job job = await run;

        Assert.Equal(
            (JobStatus.Paused, SheetStatus.RetryScheduled, SheetStatus.Pending),
            (job.Status, job.Sheets[0].Status, job.Sheets[1].Status));
    }

    private Score Parallel(int sheets, int slots) => ScoreOf(sheets) with
    {
        Retry = new RetryOptions { MaxRetries = 1, Jitter = false },
        Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = slots },
    };
}
