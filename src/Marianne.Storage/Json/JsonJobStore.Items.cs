using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return await _folder.ReadAsync(jobId, ReadAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<SheetItem?> ReadAsync(JobDocument? found) =>
            found is null ? null : await found.FindItemAsync(number, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken) =>
        await LoadAsync(jobId, cancellationToken).ConfigureAwait(false) is { } job ? ItemOrder.Of(job) : [];
}
