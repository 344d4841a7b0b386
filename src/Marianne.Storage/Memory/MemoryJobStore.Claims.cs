using Marianne.Jobs;

namespace Marianne.Storage.Memory;

public sealed partial class MemoryJobStore
{
    private readonly Dictionary<string, SortedDictionary<int, (Claim Claim, TimeSpan EndsAt)>> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Priority, DateTimeOffset Since)> _queue = new(StringComparer.Ordinal);

    /// <summary>The time by which leases are measured. The clock of the system can be set, and this one cannot.</summary>
    private TimeSpan Uptime => time.GetElapsedTime(0);

    /// <inheritdoc/>
    public ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            Announce(worker);
        return default;
    }

    /// <inheritdoc/>
    public ValueTask WithdrawAsync(string workerId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            foreach (string id in _claims.Keys.ToArray())
            {
                JobClaims claims = ClaimsOf(Find(id));
                claims.ReleaseAll(workerId);
                Keep(claims);
            }

            _workers.Remove(workerId);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<GrantedClaim> ClaimJobAsync(
        string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            JobClaims claims = ClaimsOf(Find(jobId));
            IEnumerable<int> inProgress =
                claims.Job.Sheets.Known.Where(sheet => sheet.Status == SheetStatus.InProgress).Select(sheet => sheet.Number);
            GrantedClaim granted = claims.Take(worker, [.. inProgress], lease);
            Change(claims, update);
            Announce(worker);
            Keep(claims);
            return new(granted);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Announce(request.Worker);
            foreach (string id in request.JobId is { } only ? [only] : InQueue())
            {
                JobClaims claims = ClaimsOf(Find(id));
                IReadOnlyList<GrantedClaim> granted = claims.Take(request, claims.Job.Copy().Sheets.Select(ClaimableJob.StateOf));
                if (granted.Count == 0)
                    continue;

                if (ClaimableJob.OpeningOf(claims.Job) is { } opening)
                    Change(claims, opening);
                Keep(claims);
                return new(granted);
            }
        }

        return new([]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            var valid = new List<long>();
            foreach (SortedDictionary<int, (Claim Claim, TimeSpan EndsAt)> ofJob in _claims.Values)
            {
                foreach ((int number, (Claim claim, _)) in ofJob.Where(item => item.Value.Claim.WorkerId == workerId).ToArray())
                {
                    ofJob[number] = (claim, Uptime + lease);
                    valid.Add(claim.Token);
                }
            }

            if (_workers.TryGetValue(workerId, out Worker? worker))
                Announce(worker);
            return new(valid);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            if (!_jobs.TryGetValue(jobId, out Job? job))
                return new(false);

            JobClaims claims = ClaimsOf(job);
            if (claims.EndingOf(token, message) is { } ending)
                Change(claims, ending);
            bool isReleased = claims.Release(token);
            Keep(claims);
            return new(isReleased);
        }
    }

    /// <inheritdoc/>
    public ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            Find(jobId);
            DateTimeOffset since = _queue.TryGetValue(jobId, out (int, DateTimeOffset Since) queued) ? queued.Since : time.GetUtcNow();
            _queue[jobId] = (priority, since);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<bool> IsQueuedAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new(_queue.ContainsKey(jobId));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListQueuedAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new([.. _queue.Keys.Where(id => Find(id).Status is JobStatus.Pending or JobStatus.Running)]);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
        {
            return new(
            [
                .. _workers.Values
                    .Where(worker => worker.CanRun.Count > 0 || HasClaims(worker.Id))
                    .Select(worker => worker.Judged(processes, time.GetUtcNow() - worker.LastSeen))
                    .OrderByDescending(worker => worker.LastSeen).ThenBy(worker => worker.Id, StringComparer.Ordinal),
            ]);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        lock (_gate)
            return new([.. StoredClaims(jobId).Where(claim => claim.IsHeld).Select(claim => claim.Judged(processes))]);
    }

    private void Announce(Worker worker) => _workers[worker.Id] = worker with { LastSeen = time.GetUtcNow() };

    private bool HasClaims(string workerId) =>
        _claims.Values.Any(ofJob => ofJob.Values.Any(item => item.Claim.WorkerId == workerId));

    private string[] InQueue() =>
    [
        .. _queue.Where(item => !Find(item.Key).IsFinished)
            .OrderByDescending(item => item.Value.Priority).ThenBy(item => item.Value.Since).Select(item => item.Key),
    ];

    private IEnumerable<Claim> StoredClaims(string jobId) => _claims.TryGetValue(jobId, out var ofJob)
        ? ofJob.Values.Select(item => item.Claim with { Remaining = item.EndsAt - Uptime })
        : [];

    private JobClaims ClaimsOf(Job job) => new(job, StoredClaims(job.Id), processes);

    private void Keep(JobClaims claims)
    {
        foreach ((int number, Claim? claim) in claims.Changes)
        {
            if (!_claims.TryGetValue(claims.Job.Id, out var ofJob))
                _claims.Add(claims.Job.Id, ofJob = []);
            if (claim is null)
                ofJob.Remove(number);
            else
                ofJob[number] = (claim, Uptime + claim.Remaining);
        }
    }
}
