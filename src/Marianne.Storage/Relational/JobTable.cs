using Marianne.Jobs;
using Marianne.Storage.Mapping;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>jobs</c>, together with the runner process of each job.</summary>
internal static class JobTable
{
    /// <summary>The name of the table of runner processes, which only this module uses.</summary>
    public const string Runners = "marianne_runners";

    /// <summary>The ordinal of the first column of the runner, after the id.</summary>
    private const int RunnerPid = 1;

    /// <summary>The ordinal of the tags, after the id and three columns of the runner.</summary>
    private const int Tags = 4;

    /// <summary>The ordinal of the time of the last update as the database has it, after the tags.</summary>
    private const int Position = 5;

    /// <summary>The ordinal of the first column of the origin.</summary>
    private const int Origin = 6;

    /// <summary>The ordinal of the first column of the claim.</summary>
    private const int OfClaim = Origin + OriginTable.Width;

    /// <summary>The ordinal of the first column of the table itself.</summary>
    private const int First = OfClaim + ClaimTable.Width;

    private static readonly ColumnRenderer<Job> Columns = new();

    private static readonly SqlTable<Job> Rows = new(
        "jobs",
        [("id", job => job.Id)],
        [.. JobFields.Render(Columns), JobFields.RenderDescription(Columns)],
        indexed: nameof(Job.Status));

    /// <summary>The table without the configuration.</summary>
    private static readonly SqlTable<Job> Slim = Rows.Without(nameof(Job.ConfigSnapshot));

    /// <summary>Returns a query of jobs. What it leaves out is NULL in its rows.</summary>
    /// <param name="session">The session.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    /// <param name="columns">What is read.</param>
    public static string Select(SqlSession session, string clauses, JobColumns columns = JobColumns.All) => columns switch
    {
        JobColumns.Slim => session.Text("slim jobs", clauses, static (session, clauses) => TextOf(session, clauses, JobColumns.Slim)),
        JobColumns.WithoutClaim =>
            session.Text("unclaimed jobs", clauses, static (session, clauses) => TextOf(session, clauses, JobColumns.WithoutClaim)),
        _ => session.Text("jobs", clauses, static (session, clauses) => TextOf(session, clauses, JobColumns.All)),
    };

    /// <summary>
    /// Returns the query of the first of some jobs that no other transaction has locked, as <see cref="JobColumns.WithoutClaim"/>. See
    /// <see cref="SqlDialect.FreeJob"/>.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="free">The job as a table.</param>
    public static string SelectFree(SqlSession session, FreeJob free) => session.Text(
        "free job", free.Table, (session, table) => TextOf(session, "", JobColumns.WithoutClaim, $"{table} AS jobs", $", {free.Keep}"));

    /// <summary>Reads the jobs of a query of <see cref="Select"/>, without their sheets.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="clock">The clock of leases.</param>
    /// <param name="what">What the query reads.</param>
    /// <exception cref="InvalidCastException">A job has no valid id.</exception>
    public static async ValueTask<List<Job>> ReadAsync(
        SqlSession session, RowReader rows, LeaseClock clock, JobColumns what = JobColumns.All)
    {
        var jobs = new List<Job>();
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
                jobs.Add(Read(session, rows.Columns, clock, what));
        }

        return jobs;
    }

    /// <summary>Reads the only job of such a query, without its sheets, or returns <c>null</c> if there is none.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="clock">The clock of leases.</param>
    /// <param name="what">What the query reads.</param>
    /// <exception cref="InvalidCastException">The job has no valid id.</exception>
    public static async ValueTask<Job?> ReadOneAsync(SqlSession session, RowReader rows, LeaseClock clock, JobColumns what)
    {
        await using (rows.ConfigureAwait(false))
            return await rows.ReadAsync().ConfigureAwait(false) ? Read(session, rows.Columns, clock, what) : null;
    }

    /// <summary>Reads a page of the jobs of a query. Returns the position of the last one, after which the next page continues.</summary>
    /// <param name="session">The session.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="clock">The clock of leases.</param>
    /// <param name="page">Receives the jobs.</param>
    public static async ValueTask<(object? UpdatedAt, string? Id)> ReadPageAsync(
        SqlSession session, RowReader rows, LeaseClock clock, List<Job> page)
    {
        (object?, string?) last = (null, null);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                page.Add(Read(session, rows.Columns, clock, JobColumns.All));
                last = (rows.Value(Position), page[^1].Id);
            }
        }

        return last;
    }

    /// <summary>Writes a job's row and, if it is known, its runner process. A finished job releases its key.</summary>
    /// <param name="session">The session.</param>
    /// <param name="job">The job.</param>
    /// <param name="isNew">Indicates whether the store must not have the job.</param>
    public static async ValueTask WriteAsync(SqlSession session, Job job, bool isNew = false)
    {
        if (isNew)
            await Rows.InsertAsync(session, job).ConfigureAwait(false);
        else
            await Rows.RewriteAsync(session, job).ConfigureAwait(false);
        await FollowAsync(session, job).ConfigureAwait(false);
    }

    /// <summary>Writes a job that this transaction has read and locked.</summary>
    /// <param name="session">The session.</param>
    /// <param name="before">The job as it was read.</param>
    /// <param name="after">The job as it is written.</param>
    /// <param name="what">What was read. The configuration is left as it is if it was not.</param>
    public static async ValueTask UpdateAsync(SqlSession session, Job before, Job after, JobColumns what)
    {
        await RowsOf(what).UpdateAsync(session, before, after).ConfigureAwait(false);
        await FollowAsync(session, after, before.Runner).ConfigureAwait(false);
    }

    /// <summary>Writes what follows from a job's row in other tables.</summary>
    private static async ValueTask FollowAsync(SqlSession session, Job job, RunnerProcess? former = null)
    {
        if (job.IsFinished)
            await JobKeyTable.ReleaseAsync(session, job.Id).ConfigureAwait(false);
        if (job.Runner is { Host: { } host } runner && runner != former)
        {
            await session.PostAsync(
                """
                INSERT INTO main.marianne_runners (job_id, pid, host, start_mark) VALUES (@1, @2, @3, @4)
                ON CONFLICT (job_id) DO UPDATE SET pid = excluded.pid, host = excluded.host, start_mark = excluded.start_mark
                WHERE marianne_runners.pid <> excluded.pid OR marianne_runners.host <> excluded.host
                    OR marianne_runners.start_mark IS DISTINCT FROM excluded.start_mark
                """,
                job.Id,
                runner.Pid,
                host,
                runner.StartMark).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Deletes a job and everything that belongs to it, including what another implementation left when it deleted the job.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The job's id.</param>
    public static async ValueTask<bool> DeleteAsync(SqlSession session, string id)
    {
        string[] owned =
        [
            "sheets", "execution_history", MeasuresTable.Name, AttachedHistoryTable.Name, TagTable.Name, Runners, JobKeyTable.Name,
            ClaimTable.Name, QueueTable.Name, OutputTable.Name, ItemTable.Name, AttemptRunTable.Name, OriginTable.Name,
            FiguresTable.Name, ApprovalTable.Name,
        ];
        bool existed = await DeleteRowAsync(session, id).ConfigureAwait(false);
        foreach (string table in owned)
            await session.PostAsync($"DELETE FROM main.{table} WHERE job_id = @1", id).ConfigureAwait(false);
        return existed;
    }

    /// <summary>Deletes the row of a job, and the database what belongs to it. Returns <c>false</c> if there is none.</summary>
    public static async ValueTask<bool> DeleteRowAsync(SqlSession session, string id)
    {
        await FiguresTable.RemoveAsync(session, id).ConfigureAwait(false); // They refer to no job, so a server does not delete them.
        return await session.ExecuteAsync("DELETE FROM main.jobs WHERE id = @1", id).ConfigureAwait(false) > 0;
    }

    private static SqlTable<Job> RowsOf(JobColumns what) => what == JobColumns.Slim ? Slim : Rows;

    private static string TextOf(
        SqlSession session, string clauses, JobColumns what, string from = "main.jobs", string otherColumns = "")
    {
        bool hasRunners = session.HasTable(Runners);
        bool isSlim = what == JobColumns.Slim;
        bool hasClaim = what == JobColumns.All;
        string runner = hasRunners ? "runner.pid, runner.host, runner.start_mark" : Nulls(3);
        string join = hasRunners ? "LEFT JOIN main.marianne_runners AS runner ON runner.job_id = jobs.id" : "";
        string extras = isSlim ? "" : $"{TagTable.Join(session)} {OriginTable.Join(session)}";
        return $"""
            SELECT jobs.id, {runner}, {(isSlim ? Nulls(1) : TagTable.Select(session))}, jobs.updated_at,
                {(isSlim ? Nulls(OriginTable.Width) : OriginTable.Columns(session))},
                {(hasClaim ? ClaimTable.Columns(session) : Nulls(ClaimTable.Width))},
                {RowsOf(what).Select(session)}{otherColumns}
            FROM {from} {join} {extras} {(hasClaim ? ClaimTable.JoinJobs(session) : "")} {clauses}
            """;

        static string Nulls(int count) => string.Join(", ", Enumerable.Repeat("NULL", count));
    }

    private static Job Read(SqlSession session, ColumnReader columns, LeaseClock clock, JobColumns what)
    {
        columns.Ordinal = 0;
        string id = columns.Key() ?? throw new InvalidCastException("The id of a job is empty or not text.");
        var job = new Job(id, name: id, 0, default);
        RowsOf(what).Read(session, columns, First, job);
        ReadRunner(columns, job);
        TagTable.Read(columns, Tags, job);
        OriginTable.Read(columns, Origin, job);
        if (job.Status == JobStatus.Running && what == JobColumns.All)
            job.SetZombie(ClaimsOf(session, columns, job, clock).IsZombie);
        job.AcceptAll(job.UpdatedAt);
        return job;
    }

    private static JobClaims ClaimsOf(SqlSession session, ColumnReader columns, Job job, LeaseClock clock) => new(
        job, new ClaimTable(clock).Read(session, columns, OfClaim, job.Id) is { } claim ? [claim] : [], clock.Processes);

    // Other implementations write only the pid, so the runner's row is valid only for the pid it was written with.
    private static void ReadRunner(ColumnReader columns, Job job)
    {
        columns.Ordinal = RunnerPid;
        if (job.Runner is not { } runner || columns.IsNull || columns.Int64() != runner.Pid)
            return;

        columns.Ordinal = RunnerPid + 1;
        string host = columns.Raw();
        columns.Ordinal = RunnerPid + 2;
        SetRunner(job, runner with { Host = host, StartMark = columns.IsNull ? null : columns.Raw() });
    }

    private static void SetRunner(Job job, RunnerProcess runner)
    {
        if (!job.Unreadable.ContainsKey(nameof(Job.Runner)))
            job.SetRunner(runner);
    }
}
