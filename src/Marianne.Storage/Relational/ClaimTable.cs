using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>
/// Reads and writes the table <c>marianne_claims</c>: who runs a job (<c>sheet_num</c> 0) or a sheet, and until when. A row stays when
/// the claim is given back, as long as it has something to say. Only this module uses it.
/// </summary>
/// <param name="clock">The clock of leases.</param>
internal sealed class ClaimTable(LeaseClock clock)
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_claims";

    /// <summary>The number of columns of <see cref="Columns"/>.</summary>
    public const int Width = 11;

    private const int OfJob = 0;
    /// <summary>The time before their end from which claims are locked: more than the time until they are read.</summary>
    private static readonly TimeSpan LockedBefore = TimeSpan.FromSeconds(5);

    private const string OfSheet = "AND claim.sheet_num IN (0, @2)";

    /// <summary>Returns the columns that a query needs for <see cref="Read"/>.</summary>
    public static string Columns(SqlSession session) => session.HasTable(Name)
        ? $"""
          claim.sheet_num, claim.token, claim.takeovers, claim.worker_id, claim.ends_at, claim.lease, claim.boot_id,
          worker.pid, worker.host, worker.start_mark, CASE WHEN claim.token IS NOT NULL THEN {session.Dialect.Clock} END
          """
        : string.Join(", ", Enumerable.Repeat("NULL", Width));

    /// <summary>Returns the join of the claims of whole jobs that follows <c>FROM jobs</c> in such a query.</summary>
    public static string JoinJobs(SqlSession session) => session.HasTable(Name)
        ? $"LEFT JOIN main.{Name} AS claim ON claim.job_id = jobs.id AND claim.sheet_num = {OfJob} {JoinWorkers}"
        : "";

    /// <summary>Reads a claim, or returns <c>null</c> if the row has none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="columns">The reader, positioned at the row.</param>
    /// <param name="first">The ordinal of the first column.</param>
    /// <param name="jobId">The job's id.</param>
    public Claim? Read(SqlSession session, ColumnReader columns, int first, string jobId)
    {
        columns.Ordinal = first;
        if (columns.IsNull)
            return null;

        int number = (int)columns.Int64();
        long token = Integer(1);
        return new Claim(jobId, number == OfJob ? null : number, token)
        {
            Takeovers = (int)Integer(2),
            WorkerId = Text(3),
            Remaining = LeaseClock.Remaining(
                Integer(4), Integer(5), clock.Now(session.Dialect) ?? Integer(10), Text(6) == clock.Boot(session.Dialect)),
            Process = Text(8) is { } host ? new RunnerProcess((int)Integer(7), host, Text(9)) : null,
        };

        long Integer(int offset) => At(offset) ? columns.Int64() : 0;

        string? Text(int offset) => At(offset) ? columns.Raw() : null;

        bool At(int offset)
        {
            columns.Ordinal = first + offset;
            return !columns.IsNull;
        }
    }

    /// <summary>Reads claims of a job together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="found">Receives the claims.</param>
    /// <param name="number">The number of the only sheet whose claim is needed; <c>null</c> for all.</param>
    public ValueTask PostAsync(SqlSession session, string jobId, List<Claim> found, int? number = null) => session.PostListAsync(
        Select(session, number),
        rows => Read(session, rows.Columns, 0, jobId)!,
        found,
        jobId,
        number);

    /// <summary>Reads claims of several jobs together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="condition">The condition of a claim.</param>
    /// <param name="value">The value of the parameter <c>@1</c>.</param>
    /// <param name="found">Returns the list that receives the claims of a job.</param>
    public ValueTask PostAsync(SqlSession session, string condition, object? value, Func<string, List<Claim>> found) => session.PostAsync(
        session.Text(
            "claims of jobs",
            condition,
            static (session, condition) =>
                $"SELECT {Columns(session)}, claim.job_id FROM main.{Name} AS claim {JoinWorkers} WHERE {condition} ORDER BY claim.sheet_num"),
        async rows =>
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                rows.Columns.Ordinal = Width;
                string jobId = rows.Columns.Raw();
                found(jobId).Add(Read(session, rows.Columns, 0, jobId)!);
            }
        },
        value);

    /// <summary>
    /// Reads those claims of a locked job again that may have ended, if there are any. They cannot be renewed until the transaction ends.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="found">The claims of the job as they were read.</param>
    /// <returns><c>true</c> if claims were locked.</returns>
    public async ValueTask<bool> LockEndedAsync(SqlSession session, string jobId, List<Claim> found)
    {
        if (!session.Dialect.HasClock || !found.Exists(claim => claim.IsHeld && claim.Remaining < LockedBefore))
            return false; // Without a clock of the server, no other process writes during a transaction.

        HashSet<int> locked =
        [
            .. await session.ListAsync(
                $"""
                SELECT sheet_num FROM main.{Name} WHERE job_id = @1 AND worker_id IS NOT NULL
                    AND ends_at <= {LeaseClock.Sql(session.Dialect, "@2")} + {LeaseClock.Microseconds(LockedBefore)}
                {session.Dialect.LockRows}
                """,
                rows => (int)rows.Next(column => column.Int64()),
                jobId,
                clock.Now(session.Dialect)).ConfigureAwait(false),
        ];
        found.Clear();
        List<Claim> again = [];
        await PostAsync(session, jobId, again).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        found.AddRange(again.Select(claim => locked.Contains(claim.SheetNumber ?? OfJob) ? claim : NotEnded(claim)));
        return locked.Count > 0;
    }

    /// <summary>Returns the claims that workers have of a job, also those that have ended; none if the job does not exist.</summary>
    public async ValueTask<IReadOnlyList<Claim>> ListAsync(SqlSession session, string jobId)
    {
        if (!session.HasTable(Name))
            return [];

        const string OfExisting = "AND EXISTS (SELECT 1 FROM main.jobs WHERE id = @1)"; // Other implementations do not remove our rows.
        List<Claim> found = await session.ListAsync(
            session.Text("claims", OfExisting, TextOf),
            rows => Read(session, rows.Columns, 0, jobId)!,
            jobId).ConfigureAwait(false);
        return [.. found.Where(claim => claim.IsHeld).Select(claim => claim.Judged(clock.Processes))];
    }

    /// <summary>Returns the claims of a job that were read, and says whether the job is a zombie.</summary>
    public JobClaims Of(Job job, IReadOnlyList<Claim> found)
    {
        var claims = new JobClaims(job, found, clock.Processes);
        job.SetZombie(claims.IsZombie);
        return claims;
    }

    /// <summary>Writes the claims that changed.</summary>
    public async ValueTask WriteAsync(SqlSession session, JobClaims claims)
    {
        foreach ((int number, Claim? claim) in claims.Changes)
        {
            if (claim is null)
                await DeleteAsync(session, claims.Job.Id, number).ConfigureAwait(false);
            else
                await WriteAsync(session, number, claim).ConfigureAwait(false);
        }
    }

    /// <summary>Extends the leases of a worker, and returns their tokens.</summary>
    public async ValueTask<IReadOnlyList<long>> RenewAsync(SqlSession session, string workerId, TimeSpan lease) => await session.ListAsync(
        $"""
        UPDATE main.{Name} SET ends_at = {LeaseClock.Sql(session.Dialect, "@2")} + CAST(@3 AS BIGINT), lease = @3, boot_id = @4
        WHERE worker_id = @1 RETURNING token
        """,
        rows => rows.Next(column => column.Int64()),
        workerId,
        clock.Now(session.Dialect),
        LeaseClock.Microseconds(lease),
        clock.Boot(session.Dialect)).ConfigureAwait(false);

    /// <summary>Returns the ids of the jobs of which a worker has claims.</summary>
    public static async ValueTask<IReadOnlyList<string>> JobsOfAsync(SqlSession session, string workerId) => await session.ListAsync(
        $"SELECT DISTINCT job_id FROM main.{Name} WHERE worker_id = @1 ORDER BY job_id",
        rows => rows.Next(column => column.Raw()),
        workerId).ConfigureAwait(false);

    private static string JoinWorkers => $"LEFT JOIN main.{WorkerTable.Name} AS worker ON worker.id = claim.worker_id";

    private static string Select(SqlSession session, int? number) => session.Text("claims", number is null ? "" : OfSheet, TextOf);

    private static string TextOf(SqlSession session, string only) =>
        $"""
        SELECT {Columns(session)} FROM main.{Name} AS claim {JoinWorkers} WHERE claim.job_id = @1 {only} ORDER BY claim.sheet_num
        """;

    private static Claim NotEnded(Claim claim) =>
        claim.Remaining > TimeSpan.Zero ? claim : claim with { Remaining = TimeSpan.FromTicks(1) };

    private async ValueTask WriteAsync(SqlSession session, int number, Claim claim) => await session.PostAsync(
        $"""
        INSERT INTO main.{Name} (job_id, sheet_num, token, takeovers, worker_id, ends_at, lease, boot_id)
        VALUES (@1, @2, @3, @4, @5, {LeaseClock.Sql(session.Dialect, "@6")} + CAST(@7 AS BIGINT), @7, @8)
        ON CONFLICT (job_id, sheet_num) DO UPDATE SET token = excluded.token, takeovers = excluded.takeovers,
            worker_id = excluded.worker_id, ends_at = excluded.ends_at, lease = excluded.lease, boot_id = excluded.boot_id
        """,
        claim.JobId,
        number,
        claim.Token,
        claim.Takeovers,
        claim.WorkerId,
        clock.Now(session.Dialect),
        LeaseClock.Microseconds(claim.Remaining),
        clock.Boot(session.Dialect)).ConfigureAwait(false);

    private static async ValueTask DeleteAsync(SqlSession session, string jobId, int number) => await session.PostAsync(
        $"DELETE FROM main.{Name} WHERE job_id = @1 AND sheet_num = @2", jobId, number).ConfigureAwait(false);
}
