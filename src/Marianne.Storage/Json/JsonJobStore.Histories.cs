using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask AttachHistoryAsync(
        string id, int? sheetNumber, Stream content, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        ChunkedMemoryStream gathered = await ChunkedMemoryStream.ReadAllAsync(content, cancellationToken).ConfigureAwait(false);
        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            AttachedFiles attached = await AttachedAsync(id, sheetNumber, cancellationToken).ConfigureAwait(false);
            attached.Write(sheetNumber, gathered.Chunks);
            _folder.CheckInPlace();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return await _folder.ReadAsync(id, OpenAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<FileStream?> OpenAsync(JobDocument? found)
        {
            AttachedFiles attached = await AttachedAsync(found, id, sheetNumber, cancellationToken).ConfigureAwait(false);
            return await attached.OpenAsync(sheetNumber, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            AttachedFiles attached = await AttachedAsync(id, sheetNumber, cancellationToken).ConfigureAwait(false);
            FileStream? existing = await attached.OpenAsync(sheetNumber, cancellationToken).ConfigureAwait(false);
            if (existing is null)
                return false;

            await existing.DisposeAsync().ConfigureAwait(false);
            attached.Delete(sheetNumber);
            _folder.CheckInPlace();
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(
        string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return await _folder.ReadAsync(id, ListAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<IReadOnlyList<AttachedHistory>> ListAsync(JobDocument? found)
        {
            AttachedFiles attached =
                await AttachedAsync(found, id, sheetNumber: null, cancellationToken).ConfigureAwait(false);
            return await attached.ListAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<AttachedFiles> AttachedAsync(string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        JobDocument? found = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return await AttachedAsync(found, id, sheetNumber, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<AttachedFiles> AttachedAsync(
        JobDocument? found, string id, int? sheetNumber, CancellationToken cancellationToken)
    {
        if (found is null)
            throw JobErrors.NotFound(id);

        Job job = await found.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false);
        JobValidator.CheckSheet(id, sheetNumber, job.TotalSheets);
        return new AttachedFiles(found.Files, job);
    }
}
