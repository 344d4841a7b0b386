using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Runner.Tests.Running;
using Marianne.Running;
using Marianne.Working;
using Xunit;

namespace Marianne.Runner.Tests.Working;

/// <summary>An idle worker looks at the queue when the store hints that there is work.</summary>
public sealed class WorkHintTests : WorkerLoopTestBase
{
    [Fact]
    public async Task An_idle_worker_starts_a_job_when_it_is_told_of_it()
    {
        var hints = new ManualHints();
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var completed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEvent = jobEvent =>
        {
            if (jobEvent.Kind == JobEventKind.JobCompleted)
                completed.SetResult();
        };
        var store = new HookedStore(Jobs)
        {
            OnListen = () =>
            {
                listens.SetResult();
                return hints;
            },
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task working = WorkAsync(stop.Token, services: Services() with { Jobs = store });
        await PassTimeAsync(listens.Task);

        await QueueAsync(ScoreOf(1));
        hints.Send();
        await completed.Task; // No time has passed since.

        await stop.CancelAsync();
        await PassTimeAsync(working);
        Assert.True(hints.IsDisposed);
    }

    [Fact]
    public async Task A_worker_tells_the_others_once_of_sheets_for_which_it_has_no_place()
    {
        int sent = 0;
        await QueueAsync(ScoreOf(4) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 4 } });

        await WorkAsync(new WorkerOptions { Parallel = 2 }, Services() with { Jobs = new HookedStore(Jobs) { OnHint = () => sent++ } });

        Assert.Equal(1, sent);
    }

    [Fact]
    public async Task A_worker_that_has_a_place_for_all_sheets_tells_no_other()
    {
        int sent = 0;
        await QueueAsync(ScoreOf(4) with { Parallel = new ParallelismOptions { Enabled = true, MaxConcurrent = 4 } });

        await WorkAsync(new WorkerOptions { Parallel = 4 }, Services() with { Jobs = new HookedStore(Jobs) { OnHint = () => sent++ } });

        Assert.Equal(0, sent);
    }

    /// <summary>Hints that a test sends.</summary>
    private sealed class ManualHints : IWorkHints
    {
        private readonly SemaphoreSlim _hints = new(0);

        public bool IsDisposed { get; private set; }

        public void Send() => _hints.Release();

        public Task WaitAsync(CancellationToken cancellationToken) => _hints.WaitAsync(cancellationToken);

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return default;
        }
    }
}
