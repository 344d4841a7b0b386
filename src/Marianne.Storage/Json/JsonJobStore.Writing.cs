using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <summary>The changes that wait for the files of a job, by its id.</summary>
    private readonly ConcurrentDictionary<string, ChangeQueue<JobChange>> _changes = new(StringComparer.Ordinal);

    /// <summary>
    /// Changes the stored version of a job and its claims under its lock, and records an attempt, if there is one. Changes that come
    /// while its files are written share the next write, because to flush files takes most of the time. Each is complete when all files
    /// are written.
    /// </summary>
    private async ValueTask<T> ChangeAsync<T>(string id, JobChange<T> change, CancellationToken cancellationToken)
    {
        if (!_folder.MayHold(id))
            throw JobErrors.NotFound(id);

        change.IsAlone = change.Read is not null; // What it reads has to be as the others leave it.
        ChangeQueue<JobChange> queue = _changes.GetOrAdd(id, _ => new());
        if (!await queue.EnterAsync(change, cancellationToken).ConfigureAwait(false))
            return change.Result;

        try
        {
            using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
                await WriteWithOthersAsync(id, change, queue, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            queue.Leave();
        }

        return change.Result;
    }

    /// <summary>Writes a change and, unless it has to be alone, those that wait when it is written.</summary>
    private async ValueTask WriteWithOthersAsync(
        string id, JobChange own, ChangeQueue<JobChange> queue, CancellationToken cancellationToken)
    {
        JobDocument existing = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        Job stored = await ReadAsync(existing, withSheets: true, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Claim> claims =
            (await _claims.ReadAsync(existing.Files, stored, cancellationToken).ConfigureAwait(false)).All;
        if (own.Read is { } read)
            await read(existing.Files, stored).ConfigureAwait(false);

        IReadOnlyList<JobChange> others = own.IsAlone ? [] : queue.Take();
        List<JobClaims> applied;
        try
        {
            applied = Apply(stored, claims, [own, .. others]);
        }
        catch (Exception) when (others.Count > 0)
        {
            // One of them is not allowed. Each is written alone, so that its caller gets its own result or error.
            queue.Return(others);
            others = [];
            applied = Apply(stored, claims, [own]);
        }

        try
        {
            await WriteAsync(existing, stored, [own, .. others]).ConfigureAwait(false);
            if (applied.Exists(ofJob => ofJob.Changes.Count > 0))
                _claims.Write(existing.Files, applied[^1]);
        }
        catch (Exception error)
        {
            foreach (JobChange other in others)
                other.Fail(error); // They are in the files that could not be written.
            throw;
        }

        foreach (JobChange other in others)
            other.Confirm();
    }

    /// <summary>Makes changes in memory, each after the one before it, and returns the claims after each.</summary>
    private List<JobClaims> Apply(Job stored, IReadOnlyList<Claim> claims, IReadOnlyList<JobChange> changes)
    {
        List<JobClaims> applied = [];
        Job current = stored;
        foreach (JobChange change in changes)
        {
            if (applied.Count > 0)
                current = changes[applied.Count - 1].Next.Copy(); // What a caller gets is not changed by the next one.
            JobClaims ofJob = _claims.Of(current, claims);
            current.SetZombie(ofJob.IsZombie);
            change.Apply(ofJob);
            if (change.ChangesJob)
                change.Next.SetUpdatedAt(StoredTime.After(current.UpdatedAt, StoredTime.Truncate(time.GetUtcNow())));
            claims = ofJob.All;
            applied.Add(ofJob);
        }

        return applied;
    }

    /// <summary>Writes a job after changes, the last of which has all of them, and what belongs to each of them.</summary>
    private async ValueTask WriteAsync(JobDocument existing, Job stored, IReadOnlyList<JobChange> changes)
    {
        JobChange[] written = [.. changes.Where(change => change.ChangesJob)];
        if (written.Length == 0)
            return;

        // Before the job: what is completed has its history or its outputs, and what is not yet is run again.
        foreach (JobChange change in written)
            change.WriteCompanions?.Invoke(existing.Files, change.Next);

        JobChange[] attempts = [.. written.Where(change => change.Attempt is not null)];
        IReadOnlyList<Execution> recorded = await WriteAsync(
            written[^1].Next, existing, stored, [.. attempts.Select(change => change.Attempt!)], CancellationToken.None).ConfigureAwait(false);
        foreach ((JobChange change, Execution attempt) in attempts.Zip(recorded))
            change.Recorded = attempt;
        foreach (JobChange change in written)
            change.Next.AcceptAll(change.Next.UpdatedAt);
    }
}
