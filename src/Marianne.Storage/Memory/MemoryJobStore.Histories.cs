using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    /// <summary>The sheet number that stands for the job itself.</summary>
    private const int OfJob = 0;

    private readonly Dictionary<string, SortedDictionary<int, IReadOnlyList<ReadOnlyMemory<byte>>>> _histories =
        new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ChunkedMemoryStream gathered = await ChunkedMemoryStream.ReadAllAsync(content, cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            JobValidator.CheckSheet(id, sheetNumber, Find(id).TotalSheets);
            Attach(id, sheetNumber ?? OfJob, gathered.Chunks);
        }
    }

    /// <inheritdoc/>
    public ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            JobValidator.CheckSheet(id, sheetNumber, Find(id).TotalSheets);
            return new(_histories.GetValueOrDefault(id)?.GetValueOrDefault(sheetNumber ?? OfJob) is { } pieces
                ? new ChunkedMemoryStream(pieces)
                : null);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            JobValidator.CheckSheet(id, sheetNumber, Find(id).TotalSheets);
            return new(_histories.GetValueOrDefault(id)?.Remove(sheetNumber ?? OfJob) ?? false);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Find(id);
            return new(
            [
                .. (_histories.GetValueOrDefault(id) ?? []).Select(pair => new AttachedHistory(
                    pair.Key == OfJob ? null : pair.Key, pair.Value.Sum(piece => (long)piece.Length))),
            ]);
        }
    }

    private void Attach(string id, int key, IReadOnlyList<ReadOnlyMemory<byte>> content)
    {
        if (!_histories.TryGetValue(id, out var ofJob))
            _histories.Add(id, ofJob = []);
        ofJob[key] = content;
    }
}
