using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads jobs and their statistics.</summary>
internal sealed class JobQueries(LeaseClock clock)
{
    private const string OfJob = "WHERE sheets.job_id = @1";
    private const string OfNumber = "WHERE sheets.job_id = @1 AND sheets.sheet_num = @2";

    /// <summary>Returns a job with all its sheets, or <c>null</c> if it does not exist.</summary>
    public async ValueTask<Job?> WholeAsync(SqlSession session, string id)
    {
        Job? job = null;
        await PostAsync(session, id, JobColumns.All, lockIt: "", found => job = found).ConfigureAwait(false);
        await ReadSheetsAsync(session, id, () => job).ConfigureAwait(false);
        return job;
    }

    /// <summary>Adds the sheets and the items of a job to it.</summary>
    public static ValueTask ReadSheetsAsync(SqlSession session, Job job) => ReadSheetsAsync(session, job.Id, () => job);

    /// <summary>Adds the sheets and the items of a job that was read without its configuration.</summary>
    public static async ValueTask ReadSheetsWithItemsAsync(SqlSession session, Job job)
    {
        await ReadSheetsAsync(session, job).ConfigureAwait(false);
        await ItemTable.AddAsync(session, job).ConfigureAwait(false);
    }

    /// <summary>Returns a job without its sheets, or <c>null</c> if it does not exist.</summary>
    public async ValueTask<Job?> HeaderAsync(SqlSession session, string id, JobColumns what = JobColumns.All)
    {
        Job? job = null;
        await PostAsync(session, id, what, lockIt: "", found => job = found).ConfigureAwait(false);
        await session.FlushAsync().ConfigureAwait(false);
        return job;
    }

    /// <summary>Returns as much of a job as an update of one sheet needs, with that sheet, which this transaction changes.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The number of the sheet.</param>
    /// <param name="post">Posts what is read after the job is locked.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist.</exception>
    public async ValueTask<Job> RequireLockedAsync(SqlSession session, string id, int number, Func<ValueTask> post)
    {
        Job? job = null;
        await PostAsync(session, id, JobColumns.Slim, session.Dialect.LockJob, found => job = found).ConfigureAwait(false);
        await post().ConfigureAwait(false);
        RowReader sheets = await session.QueryAsync(SheetTable.Select(session, OfNumber), id, number).ConfigureAwait(false);
        await SheetTable.ReadIntoAsync(session, sheets, _ => job).ConfigureAwait(false);
        SheetTransitions.CheckNumber(job ?? throw JobErrors.NotFound(id), number);
        return job;
    }

    /// <summary>
    /// Returns when a job, which this transaction changes, was last saved and its last completed sheet, or <c>null</c> if it does
    /// not exist.
    /// </summary>
    public static async ValueTask<(DateTimeOffset UpdatedAt, int LastCompletedSheet)?> VersionAsync(SqlSession session, string id)
    {
        RowReader rows = await session.QueryAsync(
            $"SELECT updated_at, last_completed_sheet FROM main.jobs WHERE id = @1 {session.Dialect.LockJob}", id)
            .ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            return await rows.ReadAsync().ConfigureAwait(false)
                ? (rows.Next(column => column.Time()) ?? default, rows.Next(column => column.Count()))
                : null;
        }
    }

    /// <summary>Determines whether a job exists.</summary>
    public static async ValueTask<bool> ExistsAsync(SqlSession session, string id) =>
        await session.ScalarAsync("SELECT 1 FROM main.jobs WHERE id = @1", id).ConfigureAwait(false) is not null;

    /// <summary>Returns how many sheets a job has.</summary>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public static async ValueTask<int> RequireTotalSheetsAsync(SqlSession session, string id) => await session
        .ScalarAsync("SELECT CAST(total_sheets AS BIGINT) FROM main.jobs WHERE id = @1", id).ConfigureAwait(false) is long total
            ? (int)total
            : throw JobErrors.NotFound(id);

    /// <summary>Returns some sheets of a job, in the order of the numbers.</summary>
    /// <exception cref="MarianneException">The job or a sheet does not exist.</exception>
    public static async ValueTask<IReadOnlyList<Sheet>?> SheetsAsync(SqlSession session, string id, IReadOnlyCollection<int> numbers)
    {
        var job = new Job(id, id, await RequireTotalSheetsAsync(session, id).ConfigureAwait(false), default);
        foreach (int number in numbers)
        {
            SheetTransitions.CheckNumber(job, number);
            await session.PostAsync(
                SheetTable.Select(session, OfNumber), rows => SheetTable.ReadIntoAsync(session, rows, _ => job), id, number)
                .ConfigureAwait(false);
        }

        await session.FlushAsync().ConfigureAwait(false);
        return [.. numbers.Select(number => job.Sheets.Find(number)?.Copy() ?? job.Sheets.Unstored(number))];
    }

    /// <summary>Counts a job's sheets that are Completed or Skipped.</summary>
    public static async ValueTask<long> FinishedSheetsAsync(SqlSession session, Job job) => (long)(await session.ScalarAsync(
        """
        SELECT count(*) FROM main.sheets
        WHERE job_id = @1 AND sheet_num BETWEEN 1 AND @2 AND status IN ('completed', 'skipped')
        """,
        job.Id,
        job.TotalSheets).ConfigureAwait(false))!;

    /// <summary>Counts a job's sheets that are Completed, Skipped, or Failed although their failure is allowed.</summary>
    public static async ValueTask<long> EndedSheetsAsync(SqlSession session, Job job, IReadOnlyCollection<int> allowedFailures)
    {
        long ended = await FinishedSheetsAsync(session, job).ConfigureAwait(false);
        if (allowedFailures.Count == 0)
            return ended;

        HashSet<int> allowed = [.. allowedFailures];
        RowReader rows = await session.QueryAsync(
            "SELECT sheet_num FROM main.sheets WHERE job_id = @1 AND status = 'failed'", job.Id).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
                ended += allowed.Contains(rows.Next(column => column.Count())) ? 1 : 0;
        }

        return ended;
    }

    /// <summary>Returns the numbers of a job's sheets that are in progress.</summary>
    public static async ValueTask<IReadOnlyList<int>> SheetsInProgressAsync(SqlSession session, string id) => await session.ListAsync(
        "SELECT sheet_num FROM main.sheets WHERE job_id = @1 AND status = 'in_progress' ORDER BY sheet_num",
        rows => rows.Next(column => column.Count()),
        id).ConfigureAwait(false);

    /// <summary>Determines together with the next statement whether all sheets of a job but one are Completed or Skipped.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The number of the sheet that is not counted.</param>
    /// <param name="found">Receives the answer.</param>
    public static ValueTask PostOthersFinishedAsync(SqlSession session, string id, int number, Action<bool> found) => session.PostAsync(
        // The last sheet usually finishes last. Until it has, the others are not counted.
        """
        SELECT jobs.total_sheets - 1 = CASE
            WHEN jobs.total_sheets = @2 OR EXISTS (
                SELECT 1 FROM main.sheets
                WHERE job_id = @1 AND sheet_num = jobs.total_sheets AND status IN ('completed', 'skipped'))
            THEN (
                SELECT count(*) FROM main.sheets
                WHERE job_id = @1 AND sheet_num BETWEEN 1 AND jobs.total_sheets AND sheet_num <> @2
                    AND status IN ('completed', 'skipped'))
            END
        FROM main.jobs WHERE id = @1
        """,
        async rows => found(await rows.ReadAsync().ConfigureAwait(false) && rows.Next(column => column.Flag()) == true),
        id,
        number);

    /// <summary>Computes a job's statistics, or returns <c>null</c> if it does not exist.</summary>
    public async ValueTask<JobStatistics?> MeasureAsync(SqlSession session, string id)
    {
        if (await HeaderAsync(session, id).ConfigureAwait(false) is not { } job)
            return null;

        AttemptFigures attempts = await AttemptTable.MeasureAsync(session, id).ConfigureAwait(false);
        int finished = (int)await FinishedSheetsAsync(session, job).ConfigureAwait(false);
        return JobStatisticsCalculator.Of(job, finished, attempts);
    }

    /// <summary>Reads a job without its sheets together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="id">The job's id.</param>
    /// <param name="what">What is read.</param>
    /// <param name="lockIt">The end of the query, which may lock the job.</param>
    /// <param name="found">Receives the job, or <c>null</c> if it does not exist.</param>
    public ValueTask PostAsync(SqlSession session, string id, JobColumns what, string lockIt, Action<Job?> found) => session.PostAsync(
        JobTable.Select(session, $"WHERE jobs.id = @1 {lockIt}", what),
        async rows => found(await JobTable.ReadOneAsync(session, rows, clock, what).ConfigureAwait(false)),
        id);

    /// <summary>Reads jobs without their sheets together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="condition">The condition of a job, and the end of the query, which may lock it.</param>
    /// <param name="what">What is read.</param>
    /// <param name="value">The value of the parameter <c>@1</c>.</param>
    /// <param name="found">Receives each job.</param>
    public ValueTask PostListAsync(SqlSession session, string condition, JobColumns what, object? value, Action<Job> found) =>
        PostAsync(session, JobTable.Select(session, $"WHERE {condition}", what), what, value, found);

    /// <summary>Reads the first of some jobs that no other transaction has locked, which locks it, together with the next statement.</summary>
    /// <param name="session">The session.</param>
    /// <param name="free">The job in the SQL of the database.</param>
    /// <param name="ids">The ids of the jobs.</param>
    /// <param name="found">Receives the job.</param>
    public ValueTask PostFreeAsync(SqlSession session, FreeJob free, IEnumerable<string> ids, Action<Job> found) =>
        PostAsync(session, JobTable.SelectFree(session, free), JobColumns.WithoutClaim, session.Dialect.Texts(ids), found);

    private ValueTask PostAsync(SqlSession session, string sql, JobColumns what, object? value, Action<Job> found) => session.PostAsync(
        sql, async rows => (await JobTable.ReadAsync(session, rows, clock, what).ConfigureAwait(false)).ForEach(found), value);

    /// <summary>Adds the sheets of a job that may have been read together with them.</summary>
    private static async ValueTask ReadSheetsAsync(SqlSession session, string id, Func<Job?> job)
    {
        RowReader sheets = await session.QueryAsync(SheetTable.Select(session, OfJob), id).ConfigureAwait(false);
        await SheetTable.ReadIntoAsync(session, sheets, _ => job()).ConfigureAwait(false);
        await ItemTable.ReadIntoAsync(session, job()).ConfigureAwait(false);
    }
}
