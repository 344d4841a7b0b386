using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Relational;

/// <summary>Reads jobs together with their claims. What is read of a job travels together.</summary>
internal sealed class ClaimQueries(JobQueries jobs, ClaimTable claims)
{
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
        if (takes)
            await claims.PostToTakeAsync(session, jobId, found).ConfigureAwait(false);
        else
            await claims.PostAsync(session, jobId, found).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return job is null ? null : claims.Of(job, found);
    }

    /// <summary>
    /// Returns the claims and the sheets of a job, of which this transaction takes some, or <c>null</c> if the job does not exist.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="skips">Indicates whether a job that another transaction has locked is treated as one that does not exist.</param>
    public async ValueTask<ClaimableState?> FindToTakeAsync(SqlSession session, string jobId, bool skips)
    {
        var state = new StateReader(claims, jobId);
        await jobs.PostAsync(
            session, jobId, isSlim: false, skips ? session.Dialect.LockFreeJob : session.Dialect.LockJob, state.Add).ConfigureAwait(false);
        await claims.PostToTakeAsync(session, jobId, state.Claims).ConfigureAwait(false);
        await PostSheetsAsync(session, state).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return state.Result;
    }

    /// <summary>Returns the claims and the sheets of those of some jobs that exist.</summary>
    public async ValueTask<IReadOnlyList<ClaimableState>> ListAsync(SqlSession session, IEnumerable<string> jobIds)
    {
        StateReader[] states = [.. jobIds.Select(id => new StateReader(claims, id))];
        foreach (StateReader state in states)
        {
            await jobs.PostAsync(session, state.JobId, isSlim: false, lockIt: "", state.Add).ConfigureAwait(false);
            await claims.PostAsync(session, state.JobId, state.Claims).ConfigureAwait(false);
            await PostSheetsAsync(session, state).ConfigureAwait(false);
        }

        await session.FlushAsync().ConfigureAwait(false);
        return [.. states.Select(state => state.Result).OfType<ClaimableState>()];
    }

    /// <summary>Reads what decides whether the sheets of a job can be claimed. Only those that wait are read as a whole.</summary>
    private static async ValueTask PostSheetsAsync(SqlSession session, StateReader state)
    {
        await session.PostAsync(
            "SELECT sheet_num, status FROM main.sheets WHERE job_id = @1", state.ReadStatesAsync, state.JobId).ConfigureAwait(false);
        await session.PostAsync(
            SheetTable.Select(session, Waiting),
            rows => SheetTable.ReadIntoAsync(session, rows, _ => state.Waiting),
            state.JobId).ConfigureAwait(false);
    }

    /// <summary>Gathers what is read of one job.</summary>
    private sealed class StateReader(ClaimTable claims, string jobId)
    {
        private ClaimableSheet[] _sheets = [];
        private Job? _job;

        public string JobId => jobId;

        public List<Claim> Claims { get; } = [];

        /// <summary>The job with the sheets that wait.</summary>
        public Job? Waiting { get; private set; }

        public ClaimableState? Result => _job is null ? null : new(claims.Of(_job, Claims), Sheets());

        public void Add(Job? job)
        {
            _job = job;
            Waiting = job?.CopyWithoutSheets();
            _sheets =
            [
                .. Enumerable.Range(1, job?.TotalSheets ?? 0)
                    .Select(number => new ClaimableSheet(number, SheetStatus.Pending, null, Takeovers: 0, IsClaimed: false)),
            ];
        }

        public async ValueTask ReadStatesAsync(RowReader rows)
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                int number = rows.Next(column => column.Count());
                SheetStatus status = rows.Next(column => column.Status(SheetStatus.Unknown));
                if (_job?.HasSheet(number) == true)
                    _sheets[number - 1] = _sheets[number - 1] with { Status = status };
            }
        }

        private ClaimableSheet[] Sheets()
        {
            foreach (Sheet sheet in Waiting!.Sheets.Known)
                _sheets[sheet.Number - 1] = ClaimableJob.StateOf(sheet);
            return _sheets;
        }
    }
}
