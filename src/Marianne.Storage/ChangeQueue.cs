namespace Marianne.Storage;

/// <summary>
/// The changes of stored files that wait until these can be written. One caller at a time leads: it saves its own change, and those that
/// have come meanwhile together with it. When it leaves, the caller that has waited for the longest time leads.
/// </summary>
/// <typeparam name="TChange">The type of the changes.</typeparam>
internal sealed class ChangeQueue<TChange>
    where TChange : QueuedChange
{
    /// <summary>The maximum number of changes that are written together, because other processes wait for their end.</summary>
    private const int MaximumTaken = 64;

    private readonly LinkedList<TChange> _waiting = new();
    private bool _isLed;

    /// <summary>
    /// Waits until a change was saved by the caller that leads, or until this caller leads and has to save it. Returns <c>true</c>
    /// if it leads: it must call <see cref="Leave"/> then.
    /// </summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">A token to cancel the wait. It has no effect on a change that was taken.</param>
    public async ValueTask<bool> EnterAsync(TChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<bool> turn;
        lock (_waiting)
        {
            if (!_isLed)
                return _isLed = true;

            turn = change.WaitAsync();
            _waiting.AddLast(change);
        }

        CancellationTokenRegistration cancellation = cancellationToken.UnsafeRegister(
            (state, token) => Cancel((TChange)state!, token), change);
        await using (cancellation.ConfigureAwait(false))
            return await turn.ConfigureAwait(false);
    }

    /// <summary>Takes the changes that wait and need not be alone. The caller must lead, and confirm, fail or return them.</summary>
    public IReadOnlyList<TChange> Take()
    {
        lock (_waiting)
        {
            if (_waiting.Count == 0)
                return [];

            List<TChange> taken = [];
            while (taken.Count < MaximumTaken && _waiting.First is { Value: { IsAlone: false } next })
            {
                taken.Add(next);
                _waiting.RemoveFirst();
            }

            return taken;
        }
    }

    /// <summary>Returns changes that were taken to the front of the queue. Their callers save each of them alone.</summary>
    /// <param name="taken">The changes, in their order.</param>
    public void Return(IReadOnlyList<TChange> taken)
    {
        lock (_waiting)
        {
            for (int index = taken.Count - 1; index >= 0; index--)
            {
                taken[index].IsAlone = true;
                _waiting.AddFirst(taken[index]);
            }
        }
    }

    /// <summary>Lets the next caller lead.</summary>
    public void Leave()
    {
        TChange next;
        lock (_waiting)
        {
            if (_waiting.First is null)
            {
                _isLed = false;
                return;
            }

            next = _waiting.First.Value;
            _waiting.RemoveFirst();
        }

        next.Lead();
    }

    private void Cancel(TChange change, CancellationToken cancellationToken)
    {
        bool isWaiting;
        lock (_waiting)
            isWaiting = _waiting.Remove(change);
        if (isWaiting)
            change.Cancel(cancellationToken);
    }
}
