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
            await ChangeAsync(id, Apply, update.Attempt, cancellationToken).ConfigureAwait(false);
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
        (Job job, _) = await ChangeAsync(id, Update, attempt: null, cancellationToken).ConfigureAwait(false);
        return job.CopyWithoutSheets();

        (Job, Job) Update(Job stored, bool isZombie, DateTimeOffset now)
        {
            Job next = JobTransitions.Apply(stored, update, isZombie, now);
            return (next, next);
        }
    }

    /// <summary>Changes the stored version of a job under its lock and records an attempt, if there is one.</summary>
    private async ValueTask<(T Result, Execution? Recorded)> ChangeAsync<T>(
        string id,
        Func<Job, bool, DateTimeOffset, (Job Next, T Result)> change,
        Execution? attempt,
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
                next.UpdatedAt = StoredTime.After(stored.UpdatedAt, now);
                recorded = await WriteAsync(next, existing, stored, attempt, cancellationToken).ConfigureAwait(false);
                next.AcceptAll(next.UpdatedAt);
                next.IsZombie = ZombieDetector.IsZombie(next, processes);
            }

            return (result, recorded);
        }
    }
}
