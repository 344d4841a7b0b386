using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// Saves the measures of an attempt whenever it reports its usage, so that a cost limit holds although the process may be killed at
/// any time. While one save is made, further reports wait for the next one together.
/// </summary>
/// <param name="save">Saves measures.</param>
internal sealed class UsageJournal(Func<SheetMeasures, Task> save)
{
    private readonly object _lock = new();
    private SheetMeasures? _next;
    private Task _saving = Task.CompletedTask;
    private bool _isSaving;

    /// <summary>Saves measures soon.</summary>
    /// <param name="measures">The measures of the sheet, with all that the attempt has reported so far.</param>
    public void Save(SheetMeasures measures)
    {
        lock (_lock)
        {
            _next = measures;
            if (_isSaving)
                return;

            _isSaving = true;
            _saving = Task.Run(SaveAllAsync);
        }
    }

    /// <summary>Waits until everything is saved.</summary>
    /// <exception cref="OperationCanceledException">Another process has changed the sheet or stopped the job.</exception>
    public Task CompleteAsync()
    {
        lock (_lock)
            return _saving;
    }

    private async Task SaveAllAsync()
    {
        while (TakeNext() is { } measures)
            await save(measures).ConfigureAwait(false);
    }

    /// <summary>After an error nothing is saved any more: the error is reported when the attempt has ended.</summary>
    private SheetMeasures? TakeNext()
    {
        lock (_lock)
        {
            (SheetMeasures? next, _next) = (_next, null);
            _isSaving = next is not null;
            return next;
        }
    }
}
