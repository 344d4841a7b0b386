using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Takes, renews and gives back claims, each time inside a transaction that the caller started.</summary>
internal sealed class ClaimWriter(ClaimQueries queries, JobWriter writer, ClaimTable claims, WorkerTable workers)
{
    /// <summary>Claims a whole job.</summary>
    public async ValueTask<GrantedClaim> ClaimJobAsync(
        SqlSession session, string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease)
    {
        JobClaims ofJob = await queries.RequireAsync(session, jobId, takes: true).ConfigureAwait(false);
        IReadOnlyList<int> inProgress = ofJob.EndedRunner is null
            ? []
            : await JobQueries.SheetsInProgressAsync(session, jobId).ConfigureAwait(false);
        GrantedClaim granted = ofJob.Take(worker, inProgress, lease);
        await writer.ChangeAsync(session, ofJob, update).ConfigureAwait(false);
        await workers.EnsureAsync(session, worker).ConfigureAwait(false);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return granted;
    }

    /// <summary>Reads the claims and the sheets of some jobs together with the next statement, without locking them.</summary>
    public ValueTask<IReadOnlyList<ClaimableStateReader>> PostAsync(SqlSession session, IReadOnlyList<string> jobIds) =>
        queries.PostAsync(session, jobIds);

    /// <summary>Returns the ids of those jobs that were read of which a worker would claim sheets.</summary>
    public async ValueTask<IReadOnlyList<string>> WithWorkAsync(
        SqlSession session, SheetClaimRequest request, IEnumerable<ClaimableStateReader> jobs) =>
    [
        .. (await queries.CompleteAsync(session, jobs).ConfigureAwait(false))
            .Where(state => state.OfJob.Take(request, state.Sheets).Count > 0).Select(state => state.OfJob.Job.Id),
    ];

    /// <summary>Claims sheets of a job, or returns <c>null</c> if it does not exist.</summary>
    public async ValueTask<IReadOnlyList<GrantedClaim>?> ClaimSheetsAsync(SqlSession session, SheetClaimRequest request, string jobId) =>
        await queries.FindToTakeAsync(session, jobId).ConfigureAwait(false) is { } state
            ? await TakeAsync(session, request, state).ConfigureAwait(false)
            : null;

    /// <summary>
    /// Claims sheets of the first of some jobs that no other transaction has locked. Returns its id, or <c>null</c> if there is none, and
    /// whether claims of it may be locked: then this transaction must not lock another job.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="request">Which sheets are claimed.</param>
    /// <param name="jobIds">The ids of the jobs.</param>
    /// <param name="isWanted">Determines, when the job is locked, whether its sheets are claimed. The default is that they are.</param>
    public async ValueTask<(string? JobId, IReadOnlyList<GrantedClaim> Granted, bool MayLockClaims)> ClaimFreeAsync(
        SqlSession session, SheetClaimRequest request, IReadOnlyList<string> jobIds, Func<string, ValueTask<bool>>? isWanted = null)
    {
        if (await queries.FindFreeAsync(session, jobIds).ConfigureAwait(false) is not { } state)
            return (null, [], false);

        string id = state.OfJob.Job.Id;
        bool takes = isWanted is null || await isWanted(id).ConfigureAwait(false);
        return (id, takes ? await TakeAsync(session, request, state).ConfigureAwait(false) : [], state.MayLockClaims);
    }

    private async ValueTask<IReadOnlyList<GrantedClaim>> TakeAsync(SqlSession session, SheetClaimRequest request, ClaimableState state)
    {
        IReadOnlyList<GrantedClaim> granted = state.OfJob.Take(request, state.Sheets, state.Finished);
        if (granted.Count == 0 && state is { Finished: not null, IsEnough: false }
            && await queries.FindToTakeAsync(session, state.OfJob.Job.Id, whole: true).ConfigureAwait(false) is { } whole)
        {
            return await TakeAsync(session, request, whole).ConfigureAwait(false);
        }

        if (granted.Count == 0)
            return granted;

        if (ClaimableJob.OpeningOf(state.OfJob.Job) is { } opening)
            await writer.ChangeAsync(session, state.OfJob, opening).ConfigureAwait(false);
        await workers.EnsureAsync(session, request.Worker).ConfigureAwait(false);
        await claims.WriteAsync(session, state.OfJob).ConfigureAwait(false);

        // The worker does nothing before it has written with the token. That brings the claim to the disk, or is refused if it was lost.
        if (session.Dialect.CommitWithoutWaiting is { } statement)
            await session.PostAsync(statement).ConfigureAwait(false);
        return granted;
    }

    /// <summary>Extends the leases of a worker, and returns their tokens.</summary>
    public async ValueTask<IReadOnlyList<long>> RenewAsync(SqlSession session, string workerId, TimeSpan lease)
    {
        IReadOnlyList<long> tokens = await claims.RenewAsync(session, workerId, lease).ConfigureAwait(false);
        await workers.SeeAsync(session, workerId).ConfigureAwait(false);
        return tokens;
    }

    /// <summary>Gives a claim back. Returns <c>false</c> if the token is not valid any more.</summary>
    public async ValueTask<bool> ReleaseAsync(SqlSession session, string jobId, long token, string? message)
    {
        if (await queries.FindAsync(session, jobId).ConfigureAwait(false) is not { } ofJob)
            return false;

        if (ofJob.EndingOf(token, message) is { } ending)
            await writer.ChangeAsync(session, ofJob, ending).ConfigureAwait(false);
        bool isReleased = ofJob.Release(token);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return isReleased;
    }

    /// <summary>Gives back everything that a worker has claimed, and removes it.</summary>
    public async ValueTask<bool> WithdrawAsync(SqlSession session, string workerId)
    {
        foreach (string jobId in await ClaimTable.JobsOfAsync(session, workerId).ConfigureAwait(false))
        {
            if (await queries.FindAsync(session, jobId).ConfigureAwait(false) is not { } ofJob)
                continue;

            ofJob.ReleaseAll(workerId);
            await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        }

        await workers.RemoveAsync(session, workerId).ConfigureAwait(false);
        return true;
    }
}
