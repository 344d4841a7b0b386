using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    /// <inheritdoc/>
    public ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_jobs.GetValueOrDefault(jobId)?.Sheets.Find(number)?.Item);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_jobs.TryGetValue(jobId, out Job? job) ? ItemOrder.Of(job) : []);
    }
}
