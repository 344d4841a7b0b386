using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>Jobs in a folder, one JSON file a job, in the layout of the peer.</summary>
/// <param name="folder">The folder. The first write makes it.</param>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
public sealed partial class JsonJobStore(string folder, TimeProvider time, IProcessList processes) : IJobStore
{
    private readonly JobFolder _folder = new(folder);
    private readonly JobLocks _locks = new(time);
    private volatile bool _isClosed;

    /// <inheritdoc/>
    public string? Location => folder;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (mustExist && !_folder.Exists)
            throw StoreErrors.NotFound(folder);

        _folder.Make();
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) =>
        LoadAsync(id, withSheets: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        LoadAsync(id, withSheets: false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        _folder.Make();

        using (await LockAsync(job.Id, cancellationToken).ConfigureAwait(false))
        {
            JobDocument? there = await _folder.FindAsync(job.Id, cancellationToken).ConfigureAwait(false);
            Job? stored = there is null
                ? null
                : await there.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false);
            SaveConflictCheck.Check(job, stored?.UpdatedAt, mode);
            SaveConflictCheck.KeepHighWaterMark(job, stored?.LastCompletedSheet ?? 0);

            Job next = SaveConflictCheck.WritesWhole(job, stored?.UpdatedAt) ? Whole(job) : job.CopyHeader();
            next.UpdatedAt = SaveConflictCheck.UpdatedAt(job, stored?.UpdatedAt, mode, time.GetUtcNow());
            await WriteAsync(next, there, stored, attempt: null, cancellationToken).ConfigureAwait(false);
            job.AcceptAll(next.UpdatedAt);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        if (!_folder.MayHold(id))
            return false;

        using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
        {
            if (await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { Files: var files })
                return false;

            // The job first: companions without one count for nothing.
            DurableFile.Delete(files.Job);
            CompanionFiles.Delete(files);
            return true;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListAsync(
        JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);

        // A damaged file is an error, but the whole ones come first: it must not hide them.
        MarianneException? damage = null;
        IReadOnlyList<JobHeader> headers = await _folder
            .ReadHeadersAsync(query, error => damage ??= error, cancellationToken)
            .ConfigureAwait(false);

        foreach (JobHeader header in headers.Page(query.Skip, query.First))
        {
            Enter(cancellationToken);
            if (await JobDocument.ReadAsync(header.Files, cancellationToken).ConfigureAwait(false) is { } found)
                yield return await HandOutAsync(found, query.WithSheets, cancellationToken).ConfigureAwait(false);
        }

        if (damage is not null)
            throw damage;
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        IReadOnlyList<JobHeader> headers = await _folder
            .ReadHeadersAsync(query, error => throw error, cancellationToken)
            .ConfigureAwait(false);
        return headers.Count;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return default;
    }

    private async ValueTask<Job?> LoadAsync(string id, bool withSheets, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobDocument? found = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false);
        return found is null ? null : await HandOutAsync(found, withSheets, cancellationToken).ConfigureAwait(false);
    }

    private void Enter(CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw StoreErrors.Closed(Location);

        cancellationToken.ThrowIfCancellationRequested();
    }

    private ValueTask<IDisposable> LockAsync(string id, CancellationToken cancellationToken) =>
        _locks.AcquireAsync(_folder.LockOf(id), cancellationToken);

    /// <summary>Writes a job and the attempt that ends with it, which comes back as it was recorded.</summary>
    /// <remarks>
    /// The job's own file is the last, so a crash on the way leaves the job as it was. Its history may then have an attempt
    /// whose sheet is still in progress, and what was measured of a sheet that was started may belong to no attempt.
    /// </remarks>
    private async ValueTask<Execution?> WriteAsync(
        Job job, JobDocument? over, Job? before, Execution? attempt, CancellationToken cancellationToken)
    {
        JobFiles files = over?.Files ?? _folder.PlaceFor(job.Id);
        if (over is null)
            CompanionFiles.Delete(files); // Those of a job that the peer deleted.

        byte[] content = JobDocument.Write(job, over);
        MeasuresFile measures = await MeasuresFile.ReadAsync(files, job, cancellationToken).ConfigureAwait(false);
        return AttemptLogFile.Append(files.History, attempt, Write);

        void Write()
        {
            if (measures.Note(job.Sheets.Changed))
                measures.Write();
            CompanionFiles.Write(files, job, before);
            DurableFile.Write(files.Job, files.Unfinished, content);
        }
    }

    private async ValueTask<Job> HandOutAsync(JobDocument found, bool withSheets, CancellationToken cancellationToken)
    {
        Job job = await found.ToJobAsync(withSheets, cancellationToken).ConfigureAwait(false);
        job.IsZombie = ZombieDetector.IsZombie(job, processes);
        return job;
    }

    private static Job Whole(Job job)
    {
        Job whole = job.Copy();
        foreach (Sheet sheet in whole.Sheets.Known)
            sheet.MarkChanged();
        return whole;
    }
}
