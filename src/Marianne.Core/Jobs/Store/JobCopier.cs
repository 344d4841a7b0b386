using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Marianne.Collections;

namespace Marianne.Jobs;

/// <summary>Copies jobs with their recorded attempts and attached histories from one store to another.</summary>
public static class JobCopier
{
    private const int BatchSize = 100;

    /// <inheritdoc cref="CopyAsync(string, IJobStore, IJobStore, bool, Action{string}, CancellationToken)"/>
    /// <remarks>Nothing reports which attempts are damaged.</remarks>
    public static IAsyncEnumerable<long> CopyAsync(
        string id, IJobStore source, IJobStore destination, bool replace, CancellationToken cancellationToken) =>
        CopyAsync(id, source, destination, replace, onDamage: _ => { }, cancellationToken);

    /// <summary>
    /// Copies a job in steps and returns after each the number of attempts that have been read. The last step writes the copy
    /// at once: if the enumeration is not finished, or the process is killed, the destination is unchanged.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="source">The store that has the job.</param>
    /// <param name="destination">The store to which the job is copied.</param>
    /// <param name="replace">
    /// Indicates whether a job with the same id is replaced; otherwise it is an error. If the destination already has the same
    /// version of the job, it is left unchanged.
    /// </param>
    /// <param name="onDamage">
    /// Called with a sentence about each value of the job or a sheet that cannot be read, which is copied as it is stored, about
    /// each attempt that is damaged: it is not copied if its sheet, its number or its time is invalid, and otherwise copied
    /// without the values that cannot be read, and about each output that is damaged, which is not copied.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist, or the destination already has it.</exception>
    public static async IAsyncEnumerable<long> CopyAsync(
        string id,
        IJobStore source,
        IJobStore destination,
        bool replace,
        Action<string> onDamage,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(onDamage);

        if (source == destination)
            throw JobErrors.CopyOntoItself(id);
        Job job = await source.LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        if (replace && await HasSameVersionAsync(job, source, destination, cancellationToken).ConfigureAwait(false))
            yield break;

        foreach ((int number, SheetItem item) in await source.ListItemsAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (job.HasSheet(number))
                job.Sheets[number - 1].SetItem(item);
        }

        IJobImport import = await destination.BeginImportAsync(job, replace, cancellationToken).ConfigureAwait(false);
        await using (import.ConfigureAwait(false))
        {
            ReportUnreadable(job, onDamage);
            long copied = 0;
            var query = new ExecutionQuery { JobId = id, OldestFirst = true, First = long.MaxValue };
            yield return copied;
            IAsyncEnumerable<Execution> attempts = source.ListExecutionsAsync(query, cancellationToken);
            await foreach (List<Execution> batch in attempts.InBatches(BatchSize).ConfigureAwait(false))
            {
                List<Execution> valid = batch.FindAll(attempt => DamagedAttempt.Report(attempt, job, onDamage));
                await import.AddExecutionsAsync(valid, cancellationToken).ConfigureAwait(false);
                yield return copied += batch.Count;
            }

            import.AddFigures(await source.GetArchivedAttemptsAsync(id, cancellationToken).ConfigureAwait(false));
            await AddOutputsAsync(job, source, import, onDamage, cancellationToken).ConfigureAwait(false);
            IReadOnlyList<SheetApproval> approvals = await source
                .ListApprovalsAsync(new ApprovalQuery { JobId = id }, cancellationToken).ConfigureAwait(false);
            await import.AddApprovalsAsync([.. approvals.Where(approval => job.HasSheet(approval.SheetNumber))], cancellationToken)
                .ConfigureAwait(false);
            await AddHistoriesAsync(id, source, import, cancellationToken).ConfigureAwait(false);
            await import.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void ReportUnreadable(Job job, Action<string> onDamage)
    {
        foreach (StoredObject damaged in job.FindDamaged())
        {
            string owner = damaged is Sheet sheet ? $"sheet {sheet.Number} of the job '{job.Id}'" : $"the job '{job.Id}'";
            foreach (UnreadableValue value in damaged.Unreadable.Values)
                onDamage($"{value.Column} of {owner} could not be read: {value.Reason}. The copy has the value as it is stored.");
        }
    }

    /// <summary>
    /// Determines whether the destination has the same version. It may be the same store under another path: there, replacing
    /// the job would destroy it.
    /// </summary>
    private static async ValueTask<bool> HasSameVersionAsync(
        Job job, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        Job? existing = await destination.LoadAsync(job.Id, cancellationToken).ConfigureAwait(false);
        if (existing?.UpdatedAt != job.UpdatedAt)
            return false;

        var history = new ExecutionQuery { JobId = job.Id };
        return await source.CountExecutionsAsync(history, cancellationToken).ConfigureAwait(false)
            == await destination.CountExecutionsAsync(history, cancellationToken).ConfigureAwait(false)
            && await HaveSameHistoriesAsync(job.Id, source, destination, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> HaveSameHistoriesAsync(
        string id, IJobStore source, IJobStore destination, CancellationToken cancellationToken)
    {
        IReadOnlyList<AttachedHistory> expected = await source.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<AttachedHistory> actual =
            await destination.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false);
        if (!expected.SequenceEqual(actual))
            return false;

        foreach (AttachedHistory attached in expected)
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

    /// <summary>Copies the outputs as they are. A file with a value stays where it is.</summary>
    private static async ValueTask AddOutputsAsync(
        Job job, IJobStore source, IJobImport import, Action<string> onDamage, CancellationToken cancellationToken)
    {
        var query = new OutputQuery { JobId = job.Id };
        var ofSheet = new List<SheetOutput>();
        await foreach (SheetOutput output in source.ListOutputsAsync(query, cancellationToken).ConfigureAwait(false))
        {
            if (ofSheet.Count > 0 && ofSheet[0].SheetNumber != output.SheetNumber)
            {
                await import.AddOutputsAsync(ofSheet, cancellationToken).ConfigureAwait(false);
                ofSheet.Clear();
            }

            string? fault = job.HasSheet(output.SheetNumber)
                ? OutputValidator.FaultOf(job.Sheets[output.SheetNumber - 1], output)
                : "belongs to a sheet that the job does not have";
            if (fault is not null)
                onDamage(OutputErrors.Invalid(output, fault).Message + " It is not copied.");
            else
                ofSheet.Add(output);
        }

        await import.AddOutputsAsync(ofSheet, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask AddHistoriesAsync(
        string id, IJobStore source, IJobImport import, CancellationToken cancellationToken)
    {
        foreach ((int? sheetNumber, _) in await source.ListHistoriesAsync(id, cancellationToken).ConfigureAwait(false))
        {
            Stream? content = await source.OpenHistoryAsync(id, sheetNumber, cancellationToken).ConfigureAwait(false);
            if (content is null)
                continue; // It was detached meanwhile.

            await using (content.ConfigureAwait(false))
                await import.AddHistoryAsync(sheetNumber, content, cancellationToken).ConfigureAwait(false);
        }
    }
}
