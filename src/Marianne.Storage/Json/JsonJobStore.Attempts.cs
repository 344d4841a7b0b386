using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        ILookup<string, Execution> byJob = executions.ToLookup(execution => execution.JobId);
        if (byJob.FirstOrDefault(job => !_folder.MayHold(job.Key)) is { } missing)
            throw JobErrors.NotFound(missing.Key);

        var held = new Stack<IDisposable>();
        try
        {
            // Always in the same order, so that two writers cannot deadlock.
            IEnumerable<string> locks = byJob.Select(job => _folder.LockOf(job.Key)).Distinct();
            foreach (string path in locks.Order(StringComparer.Ordinal))
                held.Push(await _locks.AcquireAsync(path, cancellationToken).ConfigureAwait(false));

            foreach (IGrouping<string, Execution> job in byJob)
                _folder.Settle(job.Key);
            var files = new Dictionary<string, JobFiles>();
            foreach (IGrouping<string, Execution> job in byJob)
                files[job.Key] = await CheckAsync(job, cancellationToken).ConfigureAwait(false);

            Dictionary<string, Queue<Execution>> recorded = Append(byJob, files);
            _folder.CheckInPlace();
            return [.. executions.Select(execution => recorded[execution.JobId].Dequeue())];
        }
        finally
        {
            while (held.TryPop(out IDisposable? one))
                one.Dispose();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Execution> ListExecutionsAsync(
        ExecutionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        foreach (Execution execution in query.PageOf(await RecordedAsync(query, cancellationToken).ConfigureAwait(false)))
        {
            Enter(cancellationToken);
            yield return execution;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return (await RecordedAsync(query, cancellationToken).ConfigureAwait(false)).Count;
    }

    /// <inheritdoc/>
    public async ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken)
    {
        Job job = await LoadAsync(id, cancellationToken).ConfigureAwait(false) ?? throw JobErrors.NotFound(id);
        var query = new ExecutionQuery { JobId = id };
        return JobStatisticsCalculator.Of(
            job,
            await RecordedAsync(query, cancellationToken).ConfigureAwait(false),
            await GetArchivedAttemptsAsync(id, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Validates the attempts of a job and returns its files.</summary>
    private async ValueTask<JobFiles> CheckAsync(
        IGrouping<string, Execution> executions, CancellationToken cancellationToken)
    {
        JobDocument found = await _folder.FindAsync(executions.Key, cancellationToken).ConfigureAwait(false)
            ?? throw JobErrors.NotFound(executions.Key);
        Job job = await found.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false);
        foreach (Execution execution in executions)
            JobValidator.Check(execution, job.TotalSheets);
        AttemptLogFile.RemoveUnsaved(found.Files.AttemptLog, job.UpdatedAt);
        return found.Files;
    }

    /// <summary>Adds the attempts to the logs of their jobs: to all of them or to none.</summary>
    private static Dictionary<string, Queue<Execution>> Append(
        ILookup<string, Execution> byJob, Dictionary<string, JobFiles> files)
    {
        var recorded = new Dictionary<string, Queue<Execution>>();
        var lengths = new Dictionary<string, long>();
        try
        {
            foreach (IGrouping<string, Execution> job in byJob)
            {
                string path = files[job.Key].AttemptLog;
                (IReadOnlyList<Execution> attempts, lengths[path]) =
                    AttemptLogFile.Append(path, job, after: ClearedFile.LastId(files[job.Key]));
                recorded[job.Key] = new Queue<Execution>(attempts);
            }

            return recorded;
        }
        catch
        {
            foreach ((string path, long length) in lengths)
                AttemptLogFile.CutOff(path, length);
            throw;
        }
    }

    private async ValueTask<List<Execution>> RecordedAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        if (query.JobId is { } id)
        {
            return await _folder
                .ReadAsync(id, found => ReadAsync(found is null ? [] : [found.Files]), cancellationToken).ConfigureAwait(false);
        }

        return await ReadAsync(_folder.Files()).ConfigureAwait(false);

        async ValueTask<List<Execution>> ReadAsync(IEnumerable<JobFiles> jobs)
        {
            var recorded = new List<Execution>();
            foreach (JobFiles files in jobs)
            {
                List<Execution> attempts = await AttemptLogFile
                    .ReadAsync(files.AttemptLog, () => VersionAsync(files), cancellationToken).ConfigureAwait(false);
                long cleared = ClearedFile.LastId(files);
                recorded.AddRange(attempts.Where(attempt => attempt.Id > cleared && query.Matches(attempt)));
            }

            return recorded;
        }

        async ValueTask<DateTimeOffset?> VersionAsync(JobFiles files)
        {
            try
            {
                JobHeader? header = await JobHeader.ReadAsync(files, cancellationToken).ConfigureAwait(false);
                return header?.Summary.UpdatedAt;
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
            {
                return null; // A damaged job does not hide its attempts.
            }
        }
    }
}
