using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        Job job = await _folder.ReadAsync(id, ReadAsync, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        foreach (int number in numbers)
            SheetTransitions.CheckNumber(job, number);
        return [.. numbers.Select(number => job.Sheets[number - 1].Copy())];

        async ValueTask<Job?> ReadAsync(JobDocument? found) => found is null
            ? null
            : await found.ToJobAsync(withSheets: true, cancellationToken, numbers).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        List<SheetApproval> approvals = [];
        (SheetUpdateResult result, Execution? recorded) =
            await ChangeAsync(id, Apply, update.Attempt, WriteCompanions, cancellationToken, ReadAsync).ConfigureAwait(false);
        if (result.Token is not null)
            _claimed[id] = true;
        return result with { Attempt = recorded };

        async ValueTask ReadAsync(JobFiles files, Job job)
        {
            if (update is SheetUpdate.Ask or SheetUpdate.Fail { AppliesDenial: true })
                approvals = await ApprovalsFile.ReadAsync(files, job, cancellationToken).ConfigureAwait(false);
        }

        void WriteCompanions(JobFiles files, Job next)
        {
            if (update is SheetUpdate.Complete { Outputs: var outputs })
                OutputLogFile.Append(files.Outputs, next.Sheets[number - 1], outputs);
            WriteApproval(files, next, number, update, approvals);
        }

        (Job, SheetUpdateResult) Apply(JobClaims claims)
        {
            SheetTransitions.CheckNumber(claims.Job, number);
            claims.Check(number, update);
            SheetUpdateResult applied = SheetTransitions.Apply(
                claims.Job, number, update, claims.IsZombie, StoredTime.Truncate(time.GetUtcNow()));
            JobValidator.Check(applied.Sheet);
            long? token = claims.Follow(
                number, update, () => applied.Job.Sheets.Known.Any(other => other.Status == SheetStatus.InProgress));
            return (applied.Job, applied with { Token = token });
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        (Job job, _) = await ChangeAsync(id, Update, attempt: null, WriteHistory, cancellationToken).ConfigureAwait(false);
        return job.CopyWithoutSheets();

        void WriteHistory(JobFiles files, Job next)
        {
            if (update.History is { } history)
                new AttachedFiles(files, next).Write(sheetNumber: null, history);
        }

        (Job, Job) Update(JobClaims claims)
        {
            claims.Check(update);
            (Job next, _) = ChangeOfJob(claims, update, () => true);
            claims.Follow(update);
            return (next, next);
        }
    }

    private async ValueTask<T> ChangeAsync<T>(
        string id, Func<JobClaims, (Job Next, T Result)> change, CancellationToken cancellationToken) =>
        (await ChangeAsync(id, change, attempt: null, (_, _) => { }, cancellationToken).ConfigureAwait(false)).Result;

    /// <summary>Changes the stored version of a job and its claims under its lock, and records an attempt, if there is one.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="change">The change.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="writeCompanions">Writes what belongs to the change, if the job changes.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <param name="read">Reads what the change needs besides the job; <c>null</c> if that is nothing.</param>
    private async ValueTask<(T Result, Execution? Recorded)> ChangeAsync<T>(
        string id,
        Func<JobClaims, (Job Next, T Result)> change,
        Execution? attempt,
        Action<JobFiles, Job> writeCompanions,
        CancellationToken cancellationToken,
        Func<JobFiles, Job, ValueTask>? read = null)
    {
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            JobDocument existing = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw JobErrors.NotFound(id);
            Job stored = await ReadAsync(existing, withSheets: true, cancellationToken).ConfigureAwait(false);
            JobClaims claims = await _claims.ReadAsync(existing.Files, stored, cancellationToken).ConfigureAwait(false);
            if (read is not null)
                await read(existing.Files, stored).ConfigureAwait(false);

            (Job next, T result) = change(claims);
            Execution? recorded = null;
            if (next != stored)
            {
                next.SetUpdatedAt(StoredTime.After(stored.UpdatedAt, StoredTime.Truncate(time.GetUtcNow())));

                // Before the job: what is completed has its history or its outputs, and what is not yet is run again.
                writeCompanions(existing.Files, next);
                recorded = await WriteAsync(next, existing, stored, attempt, cancellationToken).ConfigureAwait(false);
                next.AcceptAll(next.UpdatedAt);
            }

            _claims.Write(existing.Files, claims);
            return (result, recorded);
        }
    }
}
