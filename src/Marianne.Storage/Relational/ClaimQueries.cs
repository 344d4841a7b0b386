using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads jobs together with their claims. What is read of a job travels together.</summary>
internal sealed class ClaimQueries(JobQueries jobs, ClaimTable claims)
{
    private const string OfNumber = "WHERE sheets.job_id = @1 AND sheets.sheet_num = @2";
    private const string Waiting = $"WHERE sheets.job_id = @1 AND sheets.status IN ('waiting', 'retry_scheduled') AND {OpenSheets.AreOpen}";

    private readonly OpenSheets _open = new();

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
        await jobs.PostAsync(session, jobId, JobColumns.WithoutClaim, session.Dialect.LockJob, read => job = read).ConfigureAwait(false);
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
    /// <param name="whole">Indicates whether all sheets are returned, also of a job with many items.</param>
    public async ValueTask<ClaimableState?> FindToTakeAsync(SqlSession session, string jobId, bool whole = false)
    {
        if (!whole && await FindOpenAsync(session, jobId).ConfigureAwait(false) is { } part)
            return part;

        var reader = new ClaimableStateReader();
        await jobs.PostListAsync(session, $"jobs.id = @1 {session.Dialect.LockJob}", JobColumns.WithoutClaim, jobId, reader.Add)
            .ConfigureAwait(false);
        await PostStateAsync(session, reader, "@1", jobId).ConfigureAwait(false);
        return await LockedAsync(session, reader).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns a part of the sheets of a job with many items from which a worker can usually claim, or <c>null</c> if all have to be read.
    /// </summary>
    private async ValueTask<ClaimableState?> FindOpenAsync(SqlSession session, string jobId)
    {
        if (!_open.Knows(jobId) || await FindAsync(session, jobId, takes: true).ConfigureAwait(false) is not { } ofJob
            || await _open.ReadAsync(session, ofJob).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        Job whole = ofJob.Job.CopyWithoutSheets();
        await ReadWholeAsync(session, whole, found.HasWaiting, found.Parents).ConfigureAwait(false);
        return new ClaimableState(ofJob, found.With(whole.Sheets.Known), found.Finished) { IsEnough = found.IsEnough(ofJob) };
    }

    /// <summary>Returns the same of the first of some jobs that no other transaction has locked, or <c>null</c> if there is none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobIds">The ids of the jobs.</param>
    public async ValueTask<ClaimableState?> FindFreeAsync(SqlSession session, IReadOnlyList<string> jobIds)
    {
        if (session.Dialect.FreeJob is { } free)
        {
            var reader = new ClaimableStateReader();
            await jobs.PostFreeAsync(session, free, jobIds, reader.Add).ConfigureAwait(false);
            if (jobIds.Any(_open.Knows))
            {
                await session.FlushAsync().ConfigureAwait(false);
                return reader.Job is { } job ? await FindToTakeAsync(session, job.Id).ConfigureAwait(false) : null;
            }

            await PostStateAsync(session, reader, free.Id, jobId: null).ConfigureAwait(false);
            return await LockedAsync(session, reader).ConfigureAwait(false);
        }

        foreach (string jobId in jobIds)
        {
            if (await FindToTakeAsync(session, jobId).ConfigureAwait(false) is { } state)
                return state;
        }

        return null;
    }

    /// <summary>Reads the claims and the sheets of some jobs together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobIds">The ids of the jobs.</param>
    public async ValueTask<IReadOnlyList<ClaimableStateReader>> PostAsync(SqlSession session, IReadOnlyList<string> jobIds)
    {
        if (jobIds.Count == 0)
            return [];

        Dictionary<string, ClaimableStateReader> readers = jobIds.ToDictionary(id => id, _ => new ClaimableStateReader());
        object ids = session.Dialect.Texts(jobIds);
        string ofJobs = session.Dialect.IsAmongFew("jobs.id", "@1");
        await jobs.PostListAsync(session, ofJobs, JobColumns.WithoutClaim, ids, job => readers[job.Id].Add(job)).ConfigureAwait(false);
        await claims.PostAsync(session, session.Dialect.IsAmongFew("claim.job_id", "@1"), ids, id => readers[id].Claims).ConfigureAwait(false);
        await session.PostAsync(
            $"SELECT job_id, sheet_num, status FROM main.sheets WHERE {session.Dialect.IsAmongFew("job_id", "@1")}",
            async rows =>
            {
                while (await rows.ReadAsync().ConfigureAwait(false))
                    readers[rows.Next(column => column.Raw())].AddState(rows);
            },
            ids).ConfigureAwait(false);
        return [.. jobIds.Select(id => readers[id])];
    }

    /// <summary>Returns the claims and the sheets of those of some jobs that exist, after they were read.</summary>
    /// <remarks>It reads when the sheets are due that wait: only they are read as a whole.</remarks>
    public async ValueTask<IReadOnlyList<ClaimableState>> CompleteAsync(SqlSession session, IEnumerable<ClaimableStateReader> readers)
    {
        var states = new List<ClaimableState>();
        foreach (ClaimableStateReader reader in readers)
        {
            if (reader.Job is not { } job)
                continue;

            Job whole = job.CopyWithoutSheets();
            IReadOnlyCollection<int> parents =
                job.HasItems ? reader.Add(await ItemTable.ListKeysAsync(session, job.Id).ConfigureAwait(false)) : [];
            await ReadWholeAsync(session, whole, reader.HasWaiting, parents).ConfigureAwait(false);
            states.Add(new ClaimableState(claims.Of(job, reader.Claims), reader.SheetsWith(whole.Sheets.Known)));
        }

        return states;
    }

    /// <summary>Reads the sheets of a job that wait and those that have items. Whether one has read its source is one of its measures.</summary>
    private static async ValueTask ReadWholeAsync(SqlSession session, Job job, bool hasWaiting, IEnumerable<int> parents)
    {
        if (hasWaiting)
        {
            RowReader rows = await session.QueryAsync(SheetTable.Select(session, Waiting), job.Id).ConfigureAwait(false);
            await SheetTable.ReadIntoAsync(session, rows, _ => job).ConfigureAwait(false);
        }

        foreach (int parent in parents)
        {
            RowReader rows = await session.QueryAsync(SheetTable.Select(session, OfNumber), job.Id, parent).ConfigureAwait(false);
            await SheetTable.ReadIntoAsync(session, rows, _ => job).ConfigureAwait(false);
        }
    }

    private async ValueTask<ClaimableState?> LockedAsync(SqlSession session, ClaimableStateReader reader)
    {
        await session.FlushAsync().ConfigureAwait(false);
        if (reader.Job is null)
            return null;

        bool locksClaims = await claims.LockEndedAsync(session, reader.Job.Id, reader.Claims).ConfigureAwait(false);
        ClaimableState state = (await CompleteAsync(session, [reader]).ConfigureAwait(false))[0] with { MayLockClaims = locksClaims };
        _open.Remember(state.OfJob.Job, state.Sheets);
        return state;
    }

    /// <summary>Reads the claims and the sheets of a job, which was read before, together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reader">Receives them.</param>
    /// <param name="id">The job's id as an expression.</param>
    /// <param name="jobId">The value of the parameter in that expression.</param>
    private async ValueTask PostStateAsync(SqlSession session, ClaimableStateReader reader, string id, string? jobId)
    {
        await claims.PostAsync(session, $"claim.job_id = {id}", jobId, _ => reader.Claims).ConfigureAwait(false);
        await session.PostAsync(
            $"SELECT sheet_num, status FROM main.sheets WHERE job_id = {id}",
            async rows =>
            {
                while (await rows.ReadAsync().ConfigureAwait(false))
                    reader.AddState(rows);
            },
            jobId).ConfigureAwait(false);
    }
}
