using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        Job job = await LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        foreach (int number in numbers)
            SheetTransitions.CheckNumber(job, number);
        return [.. numbers.Select(number => job.Sheets[number - 1].Copy())];
    }

    /// <inheritdoc/>
    public async ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        (SheetUpdateResult result, Execution? recorded) =
            await ChangeAsync(id, Apply, update.Attempt, history: null, cancellationToken).ConfigureAwait(false);
        return result with { Attempt = recorded };

        (Job, SheetUpdateResult) Apply(Job stored, bool isZombie, DateTimeOffset now)
        {
            SheetUpdateResult applied = SheetTransitions.Apply(stored, number, update, isZombie, now);
            JobValidator.Check(applied.Sheet);
            return (applied.Job, applied);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        (Job job, _) = await ChangeAsync(id, Update, attempt: null, update.History, cancellationToken).ConfigureAwait(false);
        return job.CopyWithoutSheets();

        (Job, Job) Update(Job stored, bool isZombie, DateTimeOffset now)
        {
            Job next = JobTransitions.Apply(stored, update, isZombie, update.At ?? now);
            return (next, next);
        }
    }

    /// <summary>
    /// Changes the stored version of a job under its lock, records an attempt and attaches a history, if there are any.
    /// </summary>
    private async ValueTask<(T Result, Execution? Recorded)> ChangeAsync<T>(
        string id,
        Func<Job, bool, DateTimeOffset, (Job Next, T Result)> change,
        Execution? attempt,
        IReadOnlyList<ReadOnlyMemory<byte>>? history,
        CancellationToken cancellationToken)
    {
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            JobDocument existing = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw JobErrors.NotFound(id);
            Job stored = await ReadAsync(existing, withSheets: true, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = StoredTime.Truncate(time.GetUtcNow());

            (Job next, T result) = change(stored, stored.IsZombie, now);
            Execution? recorded = null;
            if (next != stored)
            {
                next.SetUpdatedAt(StoredTime.After(stored.UpdatedAt, now));

                // Before the job: one that is completed has its history, and one that is not yet is run again.
                if (history is not null)
                    new AttachedFiles(existing.Files, next).Write(sheetNumber: null, history);
                recorded = await WriteAsync(next, existing, stored, attempt, cancellationToken).ConfigureAwait(false);
                next.AcceptAll(next.UpdatedAt);
                next.SetZombie(ZombieDetector.IsZombie(next, processes));
            }

            return (result, recorded);
        }
    }
}
