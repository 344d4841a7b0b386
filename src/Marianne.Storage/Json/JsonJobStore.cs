using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>A job store in a folder, with one JSON file per job in the layout of the Python implementation.</summary>
/// <param name="folder">The folder. It is created by the first write.</param>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
public sealed partial class JsonJobStore(string folder, TimeProvider time, IProcessList processes) : IJobStore
{
    private readonly JobFolder _folder = new(folder);
    private readonly JobLocks _locks = new(time);
    private readonly ClaimsFile _claims = new(new LeaseClock(time, processes));
    private volatile bool _isClosed;

    /// <inheritdoc/>
    public string? Location => folder;

    /// <inheritdoc/>
    public bool IsReadOnly => _folder.IsReadOnly;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        _folder.Reset();
        if (mustExist && !_folder.Exists)
            throw StoreErrors.NotFound(folder);

        _folder.Create();
        if (!IsReadOnly)
            await _folder.SettleAllAsync(_locks, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken) =>
        LoadAsync(id, withSheets: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken) =>
        LoadAsync(id, withSheets: false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Job?> LoadStatusAsync(string id, CancellationToken cancellationToken) =>
        LoadHeaderAsync(id, cancellationToken); // The file of a job is read as a whole.

    /// <inheritdoc/>
    public async ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);
        _folder.Create();

        using (await LockAsync(job.Id, cancellationToken).ConfigureAwait(false))
        {
            JobDocument? existing = await _folder.FindAsync(job.Id, cancellationToken).ConfigureAwait(false);
            Job? stored = existing is null
                ? null
                : await existing.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false);
            SaveConflictCheck.Check(job, stored?.UpdatedAt, mode);
            SaveConflictCheck.KeepHighWaterMark(job, stored?.LastCompletedSheet ?? 0);

            Job next = SaveConflictCheck.WritesWhole(job, stored?.UpdatedAt) ? Whole(job) : job.CopyHeader();
            next.SetUpdatedAt(SaveConflictCheck.UpdatedAt(job, stored?.UpdatedAt, mode, time.GetUtcNow()));
            await WriteAsync(next, existing, stored, attempts: [], cancellationToken).ConfigureAwait(false);
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

            // The job first: companions without a job are ignored.
            DurableFile.Delete(files.Job);
            CompanionFiles.Delete(files);
            _folder.CheckInPlace();
            return true;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListAsync(
        JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);

        var damage = new ListingDamage(query);
        IReadOnlyList<JobHeader> headers = await _folder
            .ReadHeadersAsync(query, damage.Add, cancellationToken)
            .ConfigureAwait(false);

        foreach (JobHeader header in headers.Page(query))
        {
            Enter(cancellationToken);
            Job? job = null;
            try
            {
                JobDocument? found = await JobDocument.ReadAsync(header.Files, cancellationToken).ConfigureAwait(false);
                job = found is null
                    ? null
                    : await ReadAsync(found, query.WithSheets, cancellationToken).ConfigureAwait(false);
                if (found is not { IsCurrent: true }) // Another process has just saved, replaced or deleted the job.
                    job = await LoadAsync(header.Summary.Id, query.WithSheets, cancellationToken).ConfigureAwait(false) ?? job;
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                damage.Add(error);
            }

            if (job is not null)
                yield return job;
        }

        damage.Throw();
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        var damage = new ListingDamage(query);
        IReadOnlyList<JobHeader> headers = await _folder
            .ReadHeadersAsync(query, damage.Add, cancellationToken)
            .ConfigureAwait(false);
        damage.Throw();
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
        return await _folder.ReadAsync(id, ReadAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<Job?> ReadAsync(JobDocument? found) => found is null
            ? null
            : await this.ReadAsync(found, withSheets, cancellationToken).ConfigureAwait(false);
    }

    private void Enter(CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw StoreErrors.Closed(Location);

        cancellationToken.ThrowIfCancellationRequested();
    }

    private async ValueTask<IDisposable> LockAsync(string id, CancellationToken cancellationToken)
    {
        IDisposable held = await _locks.AcquireAsync(_folder.LockOf(id), cancellationToken).ConfigureAwait(false);
        try
        {
            _folder.Settle(id);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Writes a job together with attempts, and returns these as they were recorded.</summary>
    /// <remarks>
    /// The job's own file is written last, so a crash before that leaves the job unchanged. The attempts in the log are then ignored,
    /// and there may be measures that belong to no attempt.
    /// </remarks>
    private async ValueTask<IReadOnlyList<Execution>> WriteAsync(
        Job job, JobDocument? over, Job? before, IReadOnlyList<Execution> attempts, CancellationToken cancellationToken)
    {
        JobFiles files = over?.Files ?? _folder.FilesFor(job.Id);
        if (before is null)
            CompanionFiles.Delete(files); // They belong to a job that another implementation deleted.
        else
            AttemptLogFile.RemoveUnsaved(files.AttemptLog, before.UpdatedAt);

        JobText text = JobDocument.Write(job, over);
        MeasuresFile measures = await MeasuresFile.ReadAsync(files, job, over?.Known, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Execution> recorded = attempts.Count == 0 ? [] : Record(attempts, job, files, before);
        Write(job, files, measures, text.Content, before);
        over?.Known?.Keep(text);
        _folder.CheckInPlace();
        return recorded;
    }

    /// <summary>Records attempts that are valid as soon as the job is saved.</summary>
    private static IReadOnlyList<Execution> Record(IReadOnlyList<Execution> attempts, Job job, JobFiles files, Job? before)
    {
        // At the end of the calendar, a save does not change the version.
        DateTimeOffset? savedOver = before?.UpdatedAt == job.UpdatedAt ? null : before?.UpdatedAt;
        return AttemptLogFile.Append(files.AttemptLog, attempts, savedOver, ClearedFile.LastId(files)).Recorded;
    }

    private static void Write(Job job, JobFiles files, MeasuresFile measures, ReadOnlyMemory<byte> content, Job? before)
    {
        ItemsFile.Write(files, job);
        if (measures.Update(job.Sheets.Changed))
            measures.Write();
        CompanionFiles.Write(files, job, before);
        DurableFile.Write(files.Job, files.Unfinished, content);
    }

    private async ValueTask<Job> ReadAsync(JobDocument found, bool withSheets, CancellationToken cancellationToken)
    {
        Job job = await found.ToJobAsync(withSheets, cancellationToken).ConfigureAwait(false);
        if (job.Status == JobStatus.Running)
            job.SetZombie((await _claims.ReadAsync(found.Files, job, cancellationToken).ConfigureAwait(false)).IsZombie);
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
