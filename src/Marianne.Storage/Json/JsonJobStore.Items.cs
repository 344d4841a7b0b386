using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken) =>
        (await LoadAsync(jobId, cancellationToken).ConfigureAwait(false))?.Sheets.Find(number)?.Item;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken) =>
        await LoadAsync(jobId, cancellationToken).ConfigureAwait(false) is { } job ? ItemOrder.Of(job) : [];
}
