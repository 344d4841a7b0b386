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
    private const int LookedAt = 8;

    /// <summary>The jobs in which nothing was to be done. They are read first, and not locked unless that has changed.</summary>
    private readonly ConcurrentDictionary<string, bool> _idle = new(StringComparer.Ordinal);

    /// <summary>The first job of the queue, as long as there is something to do in it.</summary>
    private volatile string? _first;

    /// <summary>Claims sheets of one job, or returns no claims if there is nothing to do for the worker.</summary>
    public async ValueTask<IReadOnlyList<GrantedClaim>> ClaimAsync(SheetClaimRequest request, CancellationToken cancellationToken)
    {
        (IReadOnlyList<(string JobId, int Priority)> queue, IReadOnlyList<GrantedClaim> ofFirst) = _first is { } first
            ? await database.WriteAsync(session => ClaimOfFirstAsync(session, request, first), cancellationToken).ConfigureAwait(false)
            : (await database.ReadAsync(QueueTable.ListAsync, [], cancellationToken).ConfigureAwait(false), []);
        if (ofFirst.Count > 0)
            return ofFirst;

        _first = null;
        Forget(queue);
        foreach (IGrouping<int, string> equals in queue.GroupBy(job => job.Priority, job => job.JobId))
        {
            if (await ClaimAsync(request, [.. equals], cancellationToken).ConfigureAwait(false) is not { Count: > 0 } granted)
                continue;

            _first = granted[0].JobId == queue[0].JobId ? queue[0].JobId : null;
            return granted;
        }

        return [];
    }

    /// <summary>
    /// Claims sheets of the job that was the first in the queue, if it still is, while the queue is read; or of one of its priority, if
    /// another transaction has locked it.
    /// </summary>
    private async ValueTask<(IReadOnlyList<(string JobId, int Priority)> Queue, IReadOnlyList<GrantedClaim> Granted)> ClaimOfFirstAsync(
        SqlSession session, SheetClaimRequest request, string first)
    {
        List<(string JobId, int Priority)> queue = [];
        await QueueTable.PostListAsync(session, queue).ConfigureAwait(false);
        IReadOnlyList<GrantedClaim>? granted = await claims
            .ClaimSheetsAsync(session, request, first, skips: true, IsFirst).ConfigureAwait(false);
        if (granted is null && IsFirst())
        {
            IEnumerable<(string JobId, int Priority)> equals = queue.TakeWhile(job => job.Priority == queue[0].Priority).Skip(1);
            List<string> next = [.. equals.Select(job => job.JobId).TakeWhile(id => !_idle.ContainsKey(id))];
            granted = (await ClaimFirstAsync(session, request, next).ConfigureAwait(false)).Granted;
        }

        return (queue, granted ?? []);

        bool IsFirst() => queue.Count > 0 && queue[0].JobId == first;
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
        for (int next = 0; next < jobIds.Count; next++)
        {
            (int passed, IReadOnlyList<GrantedClaim> granted) = await database.WriteAsync(
                session => ClaimFirstAsync(session, request, jobIds[next..]), cancellationToken).ConfigureAwait(false);
            locked.AddRange(jobIds[next..(next + passed)]);
            next += passed;
            if (granted.Count > 0)
                return granted;
            if (next < jobIds.Count)
                _idle[jobIds[next]] = true;
        }

        return [];
    }

    /// <summary>
    /// Claims sheets of the first job that no other transaction has locked. Returns the number of jobs before it.
    /// </summary>
    private async ValueTask<(int Passed, IReadOnlyList<GrantedClaim> Granted)> ClaimFirstAsync(
        SqlSession session, SheetClaimRequest request, List<string> jobIds)
    {
        for (int passed = 0; passed < jobIds.Count; passed++)
        {
            if (await claims.ClaimSheetsAsync(session, request, jobIds[passed], skips: true).ConfigureAwait(false) is { } granted)
                return (passed, granted);
        }

        return (jobIds.Count, []);
    }

    /// <summary>Returns those of some idle jobs in which there is something to do now.</summary>
    private async ValueTask<List<string>> WithWorkAsync(
        SheetClaimRequest request, List<string> jobIds, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> open = await database.ReadAsync(
            session => claims.WithWorkAsync(session, request, jobIds), [], cancellationToken).ConfigureAwait(false);
        foreach (string id in open)
            _idle.TryRemove(id, out _);
        return [.. open];
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
