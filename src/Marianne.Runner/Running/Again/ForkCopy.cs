using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Writes a fork with the attempts and the outputs of the sheets that it takes over, all of it at once.</summary>
/// <param name="jobs">The job store.</param>
internal sealed class ForkCopy(IJobStore jobs)
{
    private const int BatchSize = 100;

    /// <summary>Writes a fork.</summary>
    /// <param name="fork">The fork.</param>
    /// <param name="original">The job that it was forked from, which is only read.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobExists: the store already has a job with the id of the fork.</exception>
    public async ValueTask WriteAsync(Job fork, Job original, CancellationToken cancellationToken)
    {
        HashSet<int> kept = [.. fork.Sheets.Where(sheet => sheet.Status != SheetStatus.Pending).Select(sheet => sheet.Number)];
        foreach ((int number, SheetItem item) in await jobs.ListItemsAsync(original.Id, cancellationToken).ConfigureAwait(false))
        {
            if (fork.Sheets[number - 1].Item is { Value: null } known)
                fork.Sheets[number - 1].SetItem(known with { Value = item.Value });
        }

        IJobImport import = await jobs.BeginImportAsync(fork, replace: false, cancellationToken).ConfigureAwait(false);
        await using (import.ConfigureAwait(false))
        {
            var query = new ExecutionQuery { JobId = original.Id, OldestFirst = true, First = long.MaxValue };
            List<Execution> attempts = [];
            await foreach (Execution attempt in jobs.ListExecutionsAsync(query, cancellationToken).ConfigureAwait(false))
            {
                if (!kept.Contains(attempt.SheetNumber) || attempt.Unreadable.Count > 0)
                    continue;
                attempts.Add(attempt with { JobId = fork.Id });
                if (attempts.Count < BatchSize)
                    continue;
                await import.AddExecutionsAsync(attempts, cancellationToken).ConfigureAwait(false);
                attempts = [];
            }

            if (attempts.Count > 0)
                await import.AddExecutionsAsync(attempts, cancellationToken).ConfigureAwait(false);
            await AddOutputsAsync(import, fork, original, kept, cancellationToken).ConfigureAwait(false);
            var ofOriginal = new ApprovalQuery { JobId = original.Id };
            IReadOnlyList<SheetApproval> approvals = await jobs.ListApprovalsAsync(ofOriginal, cancellationToken).ConfigureAwait(false);
            await import.AddApprovalsAsync([.. approvals.Where(approval => kept.Contains(approval.SheetNumber))], cancellationToken)
                .ConfigureAwait(false);
            await import.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AddOutputsAsync(
        IJobImport import, Job fork, Job original, HashSet<int> kept, CancellationToken cancellationToken)
    {
        List<SheetOutput> outputs = [];
        await foreach (SheetOutput output in jobs
            .ListOutputsAsync(new OutputQuery { JobId = original.Id }, cancellationToken).ConfigureAwait(false))
        {
            if (kept.Contains(output.SheetNumber))
                outputs.Add(output with { JobId = fork.Id });
        }

        foreach (IGrouping<int, SheetOutput> ofSheet in outputs.GroupBy(output => output.SheetNumber))
            await import.AddOutputsAsync([.. ofSheet], cancellationToken).ConfigureAwait(false);
    }
}
