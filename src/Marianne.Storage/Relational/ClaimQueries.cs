using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads jobs together with their claims. What is read of a job travels together.</summary>
internal sealed class ClaimQueries(JobQueries jobs, ClaimTable claims)
{
    private const string OfNumber = "WHERE sheets.job_id = @1 AND sheets.sheet_num = @2";
    private const string Waiting = "WHERE sheets.job_id = @1 AND sheets.status IN ('waiting', 'retry_scheduled')";

    /// <summary>Returns the claims of a job, which this transaction changes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="takes">Indicates whether the transaction takes claims.</param>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public async ValueTask<JobClaims> RequireAsync(SqlSession session, string jobId, bool takes = false) =>
        await FindAsync(session, jobId, takes).ConfigureAwait(false) ?? throw JobErrors.NotFound(jobId);

    /// <summary>Returns the claims of a job, which this transaction changes, or <c>null</c> if it does not exist.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="takes">Indicates whether the transaction takes claims.</param>
    public async ValueTask<JobClaims?> FindAsync(SqlSession session, string jobId, bool takes = false)
    {
        Job? job = null;
        List<Claim> found = [];
        await jobs.PostAsync(session, jobId, isSlim: false, session.Dialect.LockJob, read => job = read).ConfigureAwait(false);
        await claims.PostAsync(session, jobId, found).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        if (job is null)
            return null;

        if (takes)
            await claims.LockEndedAsync(session, jobId, found).ConfigureAwait(false);
        return claims.Of(job, found);
    }

    /// <summary>
    /// Returns the claims and the sheets of a job, of which this transaction takes some, or <c>null</c> if the job does not exist.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="skips">Indicates whether a job that another transaction has locked is treated as one that does not exist.</param>
    public async ValueTask<ClaimableState?> FindToTakeAsync(SqlSession session, string jobId, bool skips)
    {
        var reader = new ClaimableStateReader(jobId);
        await PostAsync(session, reader, skips ? session.Dialect.LockFreeJob : session.Dialect.LockJob).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        if (reader.Job is null)
            return null;

        await claims.LockEndedAsync(session, jobId, reader.Claims).ConfigureAwait(false);
        return (await CompleteAsync(session, [reader]).ConfigureAwait(false))[0];
    }

    /// <summary>Returns the claims and the sheets of those of some jobs that exist.</summary>
    public async ValueTask<IReadOnlyList<ClaimableState>> ListAsync(SqlSession session, IEnumerable<string> jobIds)
    {
        ClaimableStateReader[] readers = [.. jobIds.Select(id => new ClaimableStateReader(id))];
        foreach (ClaimableStateReader reader in readers)
            await PostAsync(session, reader, lockIt: "").ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return await CompleteAsync(session, readers.Where(reader => reader.Job is not null)).ConfigureAwait(false);
    }

    private async ValueTask PostAsync(SqlSession session, ClaimableStateReader reader, string lockIt)
    {
        await jobs.PostAsync(session, reader.JobId, isSlim: false, lockIt, reader.Add).ConfigureAwait(false);
        await claims.PostAsync(session, reader.JobId, reader.Claims).ConfigureAwait(false);
        await session.PostAsync(
            "SELECT sheet_num, status FROM main.sheets WHERE job_id = @1", reader.ReadStatesAsync, reader.JobId).ConfigureAwait(false);
    }

    /// <summary>Reads when the sheets are due that wait. Only they are read as a whole.</summary>
    private async ValueTask<IReadOnlyList<ClaimableState>> CompleteAsync(SqlSession session, IEnumerable<ClaimableStateReader> readers)
    {
        var states = new List<ClaimableState>();
        foreach (ClaimableStateReader reader in readers)
        {
            Job job = reader.Job!;
            Job whole = job.CopyWithoutSheets();
            if (reader.HasWaiting)
            {
                RowReader rows = await session.QueryAsync(SheetTable.Select(session, Waiting), reader.JobId).ConfigureAwait(false);
                await SheetTable.ReadIntoAsync(session, rows, _ => whole).ConfigureAwait(false);
            }

            // Whether a sheet has read its source is one of its measures.
            foreach (int parent in job.HasItems ? reader.Add(await ItemTable.ListKeysAsync(session, job.Id).ConfigureAwait(false)) : [])
            {
                RowReader rows = await session.QueryAsync(SheetTable.Select(session, OfNumber), reader.JobId, parent).ConfigureAwait(false);
                await SheetTable.ReadIntoAsync(session, rows, _ => whole).ConfigureAwait(false);
            }

            states.Add(new ClaimableState(claims.Of(job, reader.Claims), reader.SheetsWith(whole.Sheets.Known)));
        }

        return states;
    }
}
