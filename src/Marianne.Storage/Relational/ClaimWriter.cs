using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Takes, renews and gives back claims, each time inside a transaction that the caller started.</summary>
internal sealed class ClaimWriter(JobQueries jobs, JobWriter writer, ClaimTable claims, WorkerTable workers)
{
    /// <summary>Claims a whole job.</summary>
    public async ValueTask<GrantedClaim> ClaimJobAsync(
        SqlSession session, string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease)
    {
        Job job = await jobs.RequireLockedAsync(session, jobId).ConfigureAwait(false);
        JobClaims ofJob = await claims.OfAsync(session, job, takes: true).ConfigureAwait(false);
        IReadOnlyList<int> inProgress = ofJob.EndedRunner is null
            ? []
            : await JobQueries.SheetsInProgressAsync(session, jobId).ConfigureAwait(false);
        GrantedClaim granted = ofJob.Take(worker, inProgress, lease);
        await writer.ChangeAsync(session, ofJob, update).ConfigureAwait(false);
        await workers.EnsureAsync(session, worker).ConfigureAwait(false);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return granted;
    }

    /// <summary>Determines whether a worker would claim sheets of a job, without locking it.</summary>
    public async ValueTask<bool> HasWorkAsync(SqlSession session, SheetClaimRequest request, string jobId) =>
        await jobs.HeaderAsync(session, jobId).ConfigureAwait(false) is { } job
        && (await TakeAsync(session, request, job, takes: false).ConfigureAwait(false)).Granted.Count > 0;

    /// <summary>Claims sheets of a job.</summary>
    public async ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SqlSession session, SheetClaimRequest request, string jobId)
    {
        Job job = await jobs.RequireLockedAsync(session, jobId).ConfigureAwait(false);
        (JobClaims ofJob, IReadOnlyList<GrantedClaim> granted) = await TakeAsync(session, request, job, takes: true).ConfigureAwait(false);
        if (granted.Count == 0)
            return granted;

        if (ClaimableJob.OpeningOf(job) is { } opening)
            await writer.ChangeAsync(session, ofJob, opening).ConfigureAwait(false);
        await workers.EnsureAsync(session, request.Worker).ConfigureAwait(false);
        await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        return granted;
    }

    /// <summary>Gives a claim back. Returns <c>false</c> if the token is not valid any more.</summary>
    public async ValueTask<bool> ReleaseAsync(SqlSession session, string jobId, long token, string? message)
    {
        if (await jobs.FindLockedAsync(session, jobId).ConfigureAwait(false) is not { } job)
            return false;

        JobClaims ofJob = await claims.OfAsync(session, job).ConfigureAwait(false);
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
            if (await jobs.FindLockedAsync(session, jobId).ConfigureAwait(false) is not { } job)
                continue;

            JobClaims ofJob = await claims.OfAsync(session, job).ConfigureAwait(false);
            ofJob.ReleaseAll(workerId);
            await claims.WriteAsync(session, ofJob).ConfigureAwait(false);
        }

        await WorkerTable.RemoveAsync(session, workerId).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<(JobClaims OfJob, IReadOnlyList<GrantedClaim> Granted)> TakeAsync(
        SqlSession session, SheetClaimRequest request, Job job, bool takes)
    {
        JobClaims ofJob = await claims.OfAsync(session, job, takes: takes).ConfigureAwait(false);
        IReadOnlyList<ClaimableSheet> sheets = await JobQueries.ClaimableSheetsAsync(session, job).ConfigureAwait(false);
        return (ofJob, ofJob.Take(request, sheets));
    }
}
