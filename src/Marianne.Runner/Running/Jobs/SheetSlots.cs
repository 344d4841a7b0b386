using Marianne.Policies;

namespace Marianne.Running;

/// <summary>The places of sheets that run at the same time. It can be used by several threads.</summary>
/// <param name="options">The number of places.</param>
/// <param name="areGivenBack">
/// Indicates whether a sheet that waits gives its place back. Without parallel runs it does not, because the sheets then run one after the
/// other.
/// </param>
internal sealed class SheetSlots(ParallelismOptions options, bool areGivenBack)
{
    /// <summary>The options of a run whose number of sheets is limited elsewhere.</summary>
    public static ParallelismOptions Unlimited { get; } = new() { Enabled = true, MaxConcurrent = int.MaxValue };

    private readonly object _lock = new();
    private readonly Queue<TaskCompletionSource> _returning = [];
    private TaskCompletionSource _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The number of places that are taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Indicates whether a place is free.</summary>
    public bool HasFree
    {
        get
        {
            lock (_lock)
                return Taken < options.Slots;
        }
    }

    /// <summary>Indicates whether a sheet that waits gives its place back.</summary>
    public bool AreGivenBack => areGivenBack;

    /// <summary>A task that completes when a place is given back.</summary>
    public Task Freed
    {
        get
        {
            lock (_lock)
                return _freed.Task;
        }
    }

    /// <summary>Takes a place, or returns <c>null</c> if none is free.</summary>
    public SheetSlot? TryTake()
    {
        lock (_lock)
        {
            if (!HasFree)
                return null;

            Taken++;
            return new SheetSlot(this);
        }
    }

    /// <summary>Takes a place for a sheet that has waited. It comes before sheets that were not started yet.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource turn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (HasFree)
            {
                Taken++;
                return;
            }

            _returning.Enqueue(turn);
        }

        using CancellationTokenRegistration cancelled = cancellationToken.Register(() => turn.TrySetCanceled(cancellationToken));
        await turn.Task.ConfigureAwait(false);
    }

    /// <summary>Gives a place back.</summary>
    public void Release()
    {
        TaskCompletionSource freed;
        lock (_lock)
        {
            while (_returning.TryDequeue(out TaskCompletionSource? next))
            {
                if (next.TrySetResult())
                    return;
            }

            Taken--;
            freed = _freed;
            _freed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        freed.SetResult();
    }
}
