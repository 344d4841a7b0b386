using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public ValueTask<SheetMark> MarkSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return ChangeAsync(id, Mark, cancellationToken);

        (Job, SheetMark) Mark(Job stored, bool isZombie, DateTimeOffset now)
        {
            SheetMark mark = SheetTransitions.Apply(stored, number, update, isZombie, now);
            JobRules.Check(mark.Sheet);
            return (mark.Job, mark);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        Job job = await ChangeAsync(id, Update, cancellationToken).ConfigureAwait(false);
        return job.CopyWithoutSheets();

        (Job, Job) Update(Job stored, bool isZombie, DateTimeOffset now)
        {
            Job next = JobTransitions.Apply(stored, update, isZombie, now);
            return (next, next);
        }
    }

    /// <summary>Changes a job in one step, whatever was saved meanwhile.</summary>
    private async ValueTask<T> ChangeAsync<T>(
        string id, Func<Job, bool, DateTimeOffset, (Job Next, T Result)> change, CancellationToken cancellationToken)
    {
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            JobDocument there = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false)
                ?? throw JobErrors.NotFound(id);
            Job stored = await HandOutAsync(there, withSheets: true, cancellationToken).ConfigureAwait(false);
            DateTimeOffset now = StoredTime.Truncate(time.GetUtcNow());

            (Job next, T result) = change(stored, stored.IsZombie, now);
            if (next != stored)
            {
                next.UpdatedAt = StoredTime.After(stored.UpdatedAt, now);
                Write(next, there, stored);
                next.AcceptAll(next.UpdatedAt);
                next.IsZombie = Zombies.IsZombie(next, processes);
            }

            return result;
        }
    }
}
