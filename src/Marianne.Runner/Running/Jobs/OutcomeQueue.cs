namespace Marianne.Running;

/// <summary>
/// The outcomes of sheets that are recorded while the run continues. Those that come while the store writes are written together.
/// </summary>
internal sealed class OutcomeQueue
{
    /// <summary>The number of outcomes that may wait for the store. A sheet that ends then waits, too.</summary>
    private const int MostWaiting = 64;

    private readonly object _lock = new();
    private List<SheetOutcome> _waiting = [];
    private Task _writing = Task.CompletedTask;

    /// <summary>Adds an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    /// <param name="record">Records outcomes, later and on another thread.</param>
    public async ValueTask AddAsync(SheetOutcome outcome, Func<IReadOnlyList<SheetOutcome>, ValueTask> record)
    {
        Task writing;
        bool isFull;
        lock (_lock)
        {
            _waiting.Add(outcome);
            isFull = _waiting.Count >= MostWaiting;
            if (_waiting.Count == 1)
            {
                Task former = _writing;
                _writing = Task.Run(() => WriteAsync(former, record));
            }

            writing = _writing;
        }

        if (isFull)
            await writing.ConfigureAwait(false);
    }

    /// <summary>Waits until the outcomes that were added are recorded.</summary>
    public Task FlushAsync()
    {
        lock (_lock)
            return _writing;
    }

    private async Task WriteAsync(Task former, Func<IReadOnlyList<SheetOutcome>, ValueTask> record)
    {
        await former.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        List<SheetOutcome> taken;
        lock (_lock)
            (taken, _waiting) = (_waiting, []);
        await record(taken).ConfigureAwait(false);
        await former.ConfigureAwait(false); // Its error is reported, but keeps no later outcome from being recorded.
    }
}
