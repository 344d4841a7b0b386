using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Marianne.Jobs;

/// <summary>Brings a job with its whole history, and with what is attached to it, from one store to another.</summary>
public static class JobCopier
{
    private const int BatchSize = 100;

    /// <summary>
    /// Copies a job, step by step; each gives how many attempts of its history are there. A copy that was not run to
    /// its end leaves nothing behind.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="source">Where it is.</param>
    /// <param name="destination">Where it shall be.</param>
    /// <param name="replace">
    /// Whether a job that is there already is removed first, with its history. The very version that is copied stays.
    /// </param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="MarianneException">There is no such job, or the destination has one.</exception>
    public static async IAsyncEnumerable<long> CopyAsync(
        string id,
        IJobStore source,
        IJobStore destination,
        bool replace,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);

        if (source == destination)
            throw JobErrors.CopyOntoItself(id);
        Job job = await source.LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);

        // Better to find out before the job that is there is gone.
        JobValidator.Check(job);
        if (replace && await IsThereAsync(job, source, destination, cancellationToken).ConfigureAwait(false))
            yield break;
        if (replace)
            await destination.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        await destination.SaveAsync(job, SaveMode.Import, cancellationToken).ConfigureAwait(false);

        bool isWhole = false;
        try
        {
            long copied = 0;
            yield return copied;
            await foreach (List<Execution> batch in Batches(source, id, cancellationToken).ConfigureAwait(false))
            {
                await destination.RecordExecutionsAsync(batch, cancellationToken).ConfigureAwait(false);
                yield return copied += batch.Count;
            }

            await CopyHistoriesAsync(id, source, destination, cancellationToken).ConfigureAwait(false);
            isWhole = true;
        }
        finally
        {
            if (!isWhole)
                await destination.DeleteAsync(id, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether the destination has this very version. It may be the same store by another path, where replacing the job
    /// would destroy it.
    /// </summary>
    private static async ValueTask<bool> IsThereAsync(
        Job job, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        Job? there = await destination.LoadAsync(job.Id, cancellationToken).ConfigureAwait(false);
        if (there?.UpdatedAt != job.UpdatedAt)
            return false;

        var history = new ExecutionQuery { JobId = job.Id };
        return await source.CountExecutionsAsync(history, cancellationToken).ConfigureAwait(false)
            == await destination.CountExecutionsAsync(history, cancellationToken).ConfigureAwait(false)
            && await HaveSameHistoriesAsync(job.Id, source, destination, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> HaveSameHistoriesAsync(
        string id, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        IReadOnlyList<AttachedHistory> ours = await source.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AttachedHistory> theirs =
            await destination.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false);
        if (!ours.SequenceEqual(theirs))
            return false;

        foreach (AttachedHistory attached in ours)
        {
            byte[]? one = await HashAsync(source, attached.SheetNumber).ConfigureAwait(false);
            byte[]? other = await HashAsync(destination, attached.SheetNumber).ConfigureAwait(false);
            if (!one.AsSpan().SequenceEqual(other))
                return false;
        }

        return true;

        async ValueTask<byte[]?> HashAsync(IJobStore store, int? sheetNumber)
        {
            Stream? content = await store.OpenHistoryAsync(id, sheetNumber, cancellationToken).ConfigureAwait(false);
            if (content is null)
                return null;

            await using (content.ConfigureAwait(false))
                return await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask CopyHistoriesAsync(
        string id, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        foreach ((int? sheetNumber, _) in await source.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false))
        {
            Stream? content = await source.OpenHistoryAsync(id, sheetNumber, cancellationToken).ConfigureAwait(false);
            if (content is null)
                continue; // It was taken away meanwhile.

            await using (content.ConfigureAwait(false))
                await destination.AttachHistoryAsync(id, sheetNumber, content, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<List<Execution>> Batches(
        IJobStore source, string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new ExecutionQuery { JobId = id, OldestFirst = true, First = long.MaxValue };
        var batch = new List<Execution>(BatchSize);
        await foreach (Execution execution in source.ListExecutionsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            batch.Add(execution);
            if (batch.Count == BatchSize)
            {
                yield return batch;
                batch = new List<Execution>(BatchSize);
            }
        }

        if (batch.Count > 0)
            yield return batch;
    }
}
