using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Claims sheets of queued jobs: the highest priority first, and then the job that was queued first. Of jobs with the same priority, one
/// that another worker changes at this moment is tried last, so that workers do not wait for each other.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="claims">Takes claims.</param>
internal sealed class QueuedJobs(ISqlDatabase database, ClaimWriter claims)
{
    /// <summary>The number of jobs that are looked at together.</summary>
    private const int LookedAt = 32;

    /// <summary>The jobs in which nothing was to be done. They are read first, and not locked unless that has changed.</summary>
    private readonly ConcurrentDictionary<string, bool> _idle = new(StringComparer.Ordinal);

    /// <summary>What the next claim expects of the queue. Usually nothing has changed, and the claim takes two round trips.</summary>
    private volatile ClaimPlan? _plan;

    /// <summary>Claims sheets of one job, or returns no claims if there is nothing to do for the worker.</summary>
    public async ValueTask<IReadOnlyList<GrantedClaim>> ClaimAsync(SheetClaimRequest request, CancellationToken cancellationToken)
    {
        ClaimPlan? plan = _plan;
        (IReadOnlyList<(string JobId, int Priority)> queue, IReadOnlyList<GrantedClaim> planned) = plan is not null
            ? await database.WriteAsync(session => ClaimAsPlannedAsync(session, request, plan), cancellationToken).ConfigureAwait(false)
            : (await database.ReadAsync(QueueTable.ListAsync, [], cancellationToken).ConfigureAwait(false), []);
        if (planned.Count > 0)
        {
            if (plan!.Next.Any(_idle.ContainsKey))
            {
                Forget(queue);
                _plan = ClaimPlan.Of(queue, _idle.ContainsKey);
            }

            return planned;
        }

        Forget(queue);
        _plan = null;
        foreach (IGrouping<int, string> equals in queue.GroupBy(job => job.Priority, job => job.JobId))
        {
            if (await ClaimAsync(request, [.. equals], cancellationToken).ConfigureAwait(false) is not { Count: > 0 } granted)
                continue;

            _plan = ClaimPlan.Of(queue, _idle.ContainsKey);
            return granted;
        }

        return [];
    }

    /// <summary>
    /// Claims sheets of the job that is expected to be next, if it is the next one, or of the one after it if nothing is to be done in it.
    /// The queue, and the jobs before it in which nothing was to be done, are read together with it.
    /// </summary>
    private async ValueTask<(IReadOnlyList<(string JobId, int Priority)> Queue, IReadOnlyList<GrantedClaim> Granted)> ClaimAsPlannedAsync(
        SqlSession session, SheetClaimRequest request, ClaimPlan plan)
    {
        bool isNext = false;
        List<(string JobId, int Priority)> queue = [];
        await QueueTable.PostListAsync(session, queue).ConfigureAwait(false);
        IReadOnlyList<ClaimableStateReader> before = await claims.PostAsync(session, plan.Idle).ConfigureAwait(false);
        (string? found, IReadOnlyList<GrantedClaim> granted, bool mayLockClaims) = await claims
            .ClaimFreeAsync(session, request, plan.Next, IsNextAsync).ConfigureAwait(false);
        if (found is null && plan.HasAll(queue) && await IsNextAsync(plan.Next[0]).ConfigureAwait(false))
        {
            // Other workers have locked all jobs of this priority. Those that wait spread over the jobs.
            found = plan.Next[Random.Shared.Next(plan.Next.Count)];
            granted = await claims.ClaimSheetsAsync(session, request, found).ConfigureAwait(false) ?? [];
            mayLockClaims = true;
        }

        while (isNext && found is not null && granted.Count == 0)
        {
            _idle[found] = true;
            string[] rest = mayLockClaims ? [] : [.. plan.After(found, queue)];
            if (rest.Length == 0)
                break;

            (found, granted, mayLockClaims) = await claims.ClaimFreeAsync(session, request, rest).ConfigureAwait(false);
        }

        return (queue, granted);

        async ValueTask<bool> IsNextAsync(string jobId) => isNext = plan.Allows(queue, jobId)
            && (await claims.WithWorkAsync(session, request, before).ConfigureAwait(false)).Count == 0;
    }

    /// <summary>Claims sheets of one of the jobs of a priority.</summary>
    private async ValueTask<IReadOnlyList<GrantedClaim>> ClaimAsync(
        SheetClaimRequest request, IReadOnlyList<string> jobIds, CancellationToken cancellationToken)
    {
        var locked = new List<string>();
        for (int next = 0; next < jobIds.Count;)
        {
            bool isIdle = _idle.ContainsKey(jobIds[next]);
            int most = isIdle ? LookedAt : int.MaxValue;
            List<string> alike = [.. jobIds.Skip(next).TakeWhile(id => _idle.ContainsKey(id) == isIdle).Take(most)];
            next += alike.Count;
            List<string> open = isIdle ? await WithWorkAsync(request, alike, cancellationToken).ConfigureAwait(false) : alike;
            if (await ClaimAsync(request, open, locked, cancellationToken).ConfigureAwait(false) is { Count: > 0 } granted)
                return granted;
        }

        foreach (string id in locked)
        {
            IReadOnlyList<GrantedClaim>? granted = await database.WriteAsync(
                session => claims.ClaimSheetsAsync(session, request, id), cancellationToken).ConfigureAwait(false);
            if (granted is { Count: > 0 })
                return granted;
        }

        return [];
    }

    /// <summary>Claims sheets of one of some jobs, except those that other transactions have locked.</summary>
    private async ValueTask<IReadOnlyList<GrantedClaim>> ClaimAsync(
        SheetClaimRequest request, List<string> jobIds, List<string> locked, CancellationToken cancellationToken)
    {
        for (int next = 0; next < jobIds.Count;)
        {
            List<string> rest = jobIds[next..Math.Min(next + LookedAt, jobIds.Count)];
            (string? found, IReadOnlyList<GrantedClaim> granted, _) = await database.WriteAsync(
                session => claims.ClaimFreeAsync(session, request, rest), cancellationToken).ConfigureAwait(false);
            int passed = found is null ? rest.Count : rest.IndexOf(found);
            locked.AddRange(rest[..passed]);
            next += passed;
            if (granted.Count > 0)
                return granted;
            if (found is null)
                continue;

            _idle[found] = true;
            next++;
        }

        return [];
    }

    /// <summary>Returns those of some idle jobs in which there is something to do now.</summary>
    private async ValueTask<List<string>> WithWorkAsync(
        SheetClaimRequest request, List<string> jobIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> open = await database.ReadAsync(WithWorkAsync, [], cancellationToken).ConfigureAwait(false);
        foreach (string id in open)
            _idle.TryRemove(id, out _);
        return [.. open];

        async ValueTask<IReadOnlyList<string>> WithWorkAsync(SqlSession session)
        {
            IReadOnlyList<ClaimableStateReader> jobs = await claims.PostAsync(session, jobIds).ConfigureAwait(false);
            await session.FlushAsync().ConfigureAwait(false);
            return await claims.WithWorkAsync(session, request, jobs).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets the jobs that are not queued any more.</summary>
    private void Forget(IReadOnlyList<(string JobId, int Priority)> queue)
    {
        if (_idle.IsEmpty)
            return;

        HashSet<string> queued = [.. queue.Select(job => job.JobId)];
        foreach (string id in _idle.Keys.Where(id => !queued.Contains(id)))
            _idle.TryRemove(id, out _);
    }
}
