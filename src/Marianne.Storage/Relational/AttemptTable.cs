using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>Reads and writes the table <c>execution_history</c>, and what other tables have of its attempts.</summary>
internal static class AttemptTable
{
    /// <summary>Reads a page of the attempts that match a query.</summary>
    public static ValueTask<List<(Execution Row, RowKey Key)>> ReadAsync(SqlSession session, ExecutionQuery query, RowPage page)
    {
        string beyond = query.OldestFirst ? ">" : "<";
        string direction = query.OldestFirst ? "ASC" : "DESC";
        return session.ListAsync(
            $"""
            SELECT id, job_id, sheet_num, attempt_num, prompt, {AttemptOutputTable.Columns(session)}, exit_code, duration_seconds,
                executed_at, {AttemptRunTable.Select(session)}, executed_at, id
            FROM main.execution_history {AttemptOutputTable.Join(session)}
            WHERE {Filter(query)} {(page.After is null ? "" : $"AND (executed_at, id) {beyond} (@3, @4)")}
            ORDER BY executed_at {direction}, id {direction} LIMIT @5 OFFSET @6
            """,
            row => (Read(row), row.NextKey()),
            query.JobId,
            query.SheetNumber,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);
    }

    /// <summary>Counts the attempts that match a query, ignoring its paging.</summary>
    public static async ValueTask<long> CountAsync(SqlSession session, ExecutionQuery query) => (long)(await session
        .ScalarAsync($"SELECT count(*) FROM main.execution_history WHERE {Filter(query)}", query.JobId, query.SheetNumber)
        .ConfigureAwait(false))!;

    /// <summary>Adds attempts and returns them with their ids.</summary>
    /// <exception cref="MarianneException">A job or a sheet does not exist, or a value is invalid.</exception>
    public static async ValueTask<IReadOnlyList<Execution>> AddAsync(SqlSession session, IReadOnlyList<Execution> executions)
    {
        var recorded = new List<Execution>(executions.Count);
        foreach (Execution execution in executions)
        {
            int totalSheets = await JobQueries.RequireTotalSheetsAsync(session, execution.JobId).ConfigureAwait(false);
            JobValidator.Check(execution, totalSheets);
            recorded.Add(await AddAsync(session, execution).ConfigureAwait(false));
        }

        return recorded;
    }

    /// <summary>Adds an attempt that was validated and returns it with its id.</summary>
    public static async ValueTask<Execution> AddAsync(SqlSession session, Execution execution)
    {
        string? output = execution.Output;
        string? whole = AttemptOutputTable.Keeps(session, output) ? output : null; // The shared column has its end.
        object? id = await session.ScalarAsync(
            """
            INSERT INTO main.execution_history
                (job_id, sheet_num, attempt_num, prompt, output, exit_code, duration_seconds, executed_at)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
            RETURNING id
            """,
            execution.JobId,
            execution.SheetNumber,
            execution.AttemptNumber,
            execution.Prompt,
            whole is null ? output : LongOutput.EndOf(whole),
            execution.ExitCode,
            execution.Duration?.TotalSeconds,
            session.Dialect.Time(execution.ExecutedAt)).ConfigureAwait(false);
        Execution recorded = execution with { Id = (long)id! };
        await AttemptRunTable.WriteAsync(session, recorded).ConfigureAwait(false);
        if (whole is not null)
            await AttemptOutputTable.WriteAsync(session, recorded.Id, whole).ConfigureAwait(false);
        return recorded;
    }

    /// <summary>Returns the figures of a job's attempts, also of those that were cleared.</summary>
    public static async ValueTask<AttemptFigures> MeasureAsync(SqlSession session, string jobId)
    {
        List<AttemptFigures> recorded = await session.ListAsync(
            """
            SELECT count(*), count(*) FILTER (WHERE exit_code = 0),
                count(*) FILTER (WHERE duration_seconds >= 0 AND duration_seconds < 922337203685),
                sum(duration_seconds) FILTER (WHERE duration_seconds >= 0 AND duration_seconds < 922337203685)
            FROM main.execution_history WHERE job_id = @1
            """,
            row => new AttemptFigures(
                row.Next(column => column.Int64()),
                row.Next(column => column.Int64()),
                row.Next(column => column.Int64()),
                row.Next(column => column.Real()) ?? 0),
            jobId).ConfigureAwait(false);
        return recorded[0] + await FiguresTable.OfJobAsync(session, jobId).ConfigureAwait(false);
    }

    // A condition such as "@1 IS NULL OR job_id = @1" would keep the database from using its index.
    private static string Filter(ExecutionQuery query) => (query.JobId, query.SheetNumber) switch
    {
        (null, null) => "TRUE",
        (not null, null) => "job_id = @1",
        (null, not null) => "sheet_num = @2",
        _ => "job_id = @1 AND sheet_num = @2",
    };

    private static Execution Read(RowReader row)
    {
        var execution = new Execution(
            Id: row.Next(column => column.Int64()),
            JobId: row.Next(column => column.Raw()),
            SheetNumber: row.Next(column => column.Count()),
            AttemptNumber: row.Next(column => column.Count()),
            Prompt: row.Next(column => column.Text()),
            Output: AttemptOutputTable.Read(row),
            ExitCode: row.Next(column => column.Int32()),
            Duration: row.Next(column => column.Seconds()) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ExecutedAt: row.Next(column => column.Time()) ?? default)
        {
            Run = row.Next(column => column.IsNull ? 1 : column.Count()),
        };
        return row.Unreadable.Count == 0 ? execution : execution with { Unreadable = row.Unreadable };
    }
}
