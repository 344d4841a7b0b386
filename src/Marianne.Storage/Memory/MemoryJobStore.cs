using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Storage.Memory;

/// <summary>A job store in memory, for tests and for runs that are never resumed.</summary>
/// <remarks>
/// A stored job is never changed: a save replaces it. So a listing does not have to copy the whole store. Jobs are copied
/// when they are stored and when they are returned, so that no caller holds a stored object.
/// </remarks>
/// <param name="time">The clock.</param>
/// <param name="processes">The processes of this machine.</param>
public sealed partial class MemoryJobStore(TimeProvider time, IProcessList processes) : IJobStore
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Job> _jobs = new(StringComparer.Ordinal);
    private readonly List<Execution> _executions = [];
    private long _lastExecutionId;
    private volatile bool _isClosed;

    /// <inheritdoc/>
    public string? Location => null;

    /// <inheritdoc/>
    public ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_jobs.TryGetValue(id, out Job? job) ? WithZombieState(job.Copy()) : null);
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadHeaderAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_jobs.TryGetValue(id, out Job? job) ? WithZombieState(job.CopyWithoutSheets()) : null);
    }

    /// <inheritdoc/>
    public ValueTask<Job?> LoadStatusAsync(string id, CancellationToken cancellationToken) => LoadHeaderAsync(id, cancellationToken);

    /// <inheritdoc/>
    public ValueTask SaveAsync(Job job, SaveMode mode, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        JobValidator.Check(job);

        lock (_gate)
            Save(job, mode);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(Remove(id));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListAsync(
        JobQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        foreach (Job job in Newest(query))
        {
            Enter(cancellationToken);
            Job listed = query.WithSheets ? job.Copy() : job.CopyWithoutSheets();
            lock (_gate)
                listed = WithZombieState(listed);
            yield return listed;
        }

        await Task.CompletedTask.ConfigureAwait(false); // An async iterator needs an await.
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(JobQuery query, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_jobs.Values.LongCount(query.Matches));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Job job = Find(id).CopyWithSheets(); // To access a sheet can create it.
            foreach (int number in numbers)
                SheetTransitions.CheckNumber(job, number);
            return new([.. numbers.Select(number => job.Sheets[number - 1].Copy())]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Job stored = Find(id);
            JobClaims claims = ClaimsOf(stored);
            DateTimeOffset now = StoredTime.Truncate(time.GetUtcNow());
            SheetTransitions.CheckNumber(stored, number);
            claims.Check(number, update);
            SheetUpdateResult applied = SheetTransitions.Apply(stored.CopyWithSheets(), number, update, claims.IsZombie, now);
            JobValidator.Check(applied.Sheet);
            Execution? recorded = update.Attempt is { } attempt ? Add(attempt) : null;
            if (update is SheetUpdate.Complete { Outputs: var outputs })
                Keep(applied.Sheet, outputs);
            KeepApproval(applied.Sheet, update);
            Store(applied.Job, StoredTime.After(stored.UpdatedAt, now));
            long? token = claims.Follow(
                number, update, () => applied.Job.Sheets.Known.Any(other => other.Status == SheetStatus.InProgress));
            Keep(claims);

            Job job = WithZombieState(applied.Job.CopyWithoutSheets());
            Sheet sheet = applied.Sheet.Copy();
            job.Sheets.Put(sheet);
            return new(new SheetUpdateResult(job, sheet, applied.RecoveredFrom, recorded) { Token = token });
        }
    }

    /// <inheritdoc/>
    public ValueTask<Job> UpdateAsync(string id, JobUpdate update, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            JobClaims claims = ClaimsOf(Find(id));
            claims.Check(update);
            Job next = Change(claims, update);
            claims.Follow(update);
            Keep(claims);
            return new(WithZombieState(next.CopyWithoutSheets()));
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Execution>> RecordExecutionsAsync(
        IReadOnlyList<Execution> executions, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            foreach (Execution execution in executions)
                JobValidator.Check(execution, Find(execution.JobId).TotalSheets);

            return new([.. executions.Select(Add)]);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Execution> ListExecutionsAsync(
        ExecutionQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        foreach (Execution execution in query.PageOf(Recorded(query)))
        {
            Enter(cancellationToken);
            yield return execution;
        }

        await Task.CompletedTask.ConfigureAwait(false); // An async iterator needs an await.
    }

    /// <inheritdoc/>
    public ValueTask<long> CountExecutionsAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return new(Recorded(query).Length);
    }

    /// <inheritdoc/>
    public ValueTask<JobStatistics> GetStatisticsAsync(string id, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            return new(JobStatisticsCalculator.Of(
                Find(id), Recorded(new ExecutionQuery { JobId = id }), _cleared.GetValueOrDefault(id)));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return default;
    }

    private void Enter(CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw StoreErrors.Closed(Location);

        cancellationToken.ThrowIfCancellationRequested();
    }

    private Job Find(string id) => _jobs.GetValueOrDefault(id) ?? throw JobErrors.NotFound(id);

    private void Save(Job job, SaveMode mode)
    {
        Job? stored = _jobs.GetValueOrDefault(job.Id);
        SaveConflictCheck.Check(job, stored?.UpdatedAt, mode);
        SaveConflictCheck.KeepHighWaterMark(job, stored?.LastCompletedSheet ?? 0);

        Job next = job.Copy();
        foreach (Sheet sheet in stored?.Sheets.Known ?? [])
        {
            if (next.Sheets.Find(sheet.Number) is null)
                next.Sheets.Put(sheet);
        }

        Store(next, SaveConflictCheck.UpdatedAt(job, stored?.UpdatedAt, mode, time.GetUtcNow()));
        job.AcceptAll(next.UpdatedAt);
    }

    /// <summary>Changes a job by an update that its claims allow.</summary>
    private Job Change(JobClaims claims, JobUpdate update)
    {
        Job stored = claims.Job;
        DateTimeOffset now = StoredTime.Truncate(time.GetUtcNow());
        Job next = JobTransitions.Apply(stored, update, claims.IsZombie, update.At ?? now);
        if (next != stored)
        {
            Store(next, StoredTime.After(stored.UpdatedAt, now));
            if (update.History is { } history)
                Attach(stored.Id, OfJob, history);
        }

        return next;
    }

    private void Store(Job job, DateTimeOffset updatedAt)
    {
        job.AcceptAll(updatedAt);
        _jobs[job.Id] = job;
    }

    private Execution Add(Execution execution)
    {
        Execution recorded = execution with
        {
            Id = ++_lastExecutionId,
            ExecutedAt = StoredTime.Truncate(execution.ExecutedAt),
        };
        _executions.Add(recorded);
        return recorded;
    }

    /// <summary>Sets whether a copy is a zombie, which depends on the processes at this moment.</summary>
    private Job WithZombieState(Job copy)
    {
        copy.SetZombie(ClaimsOf(copy).IsZombie);
        return copy;
    }

    private Job[] Newest(JobQuery query)
    {
        lock (_gate)
        {
            return
            [
                .. _jobs.Values
                    .Where(query.Matches)
                    .OrderByDescending(job => job.UpdatedAt)
                    .ThenByDescending(job => job.Id, StringComparer.Ordinal)
                    .Page(query),
            ];
        }
    }

    private Execution[] Recorded(ExecutionQuery query)
    {
        lock (_gate)
            return [.. _executions.Where(query.Matches)];
    }
}
