using Marianne.Jobs;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>execution_history</c>.</summary>
internal static class AttemptTable
{
    /// <summary>Reads a page of the attempts that match a query.</summary>
    public static List<(Execution Row, RowKey Key)> Read(SqliteSession session, ExecutionQuery query, RowPage page)
    {
        string beyond = query.OldestFirst ? ">" : "<";
        string direction = query.OldestFirst ? "ASC" : "DESC";
        SqliteCommand command = session.Command(
            $"""
            SELECT id, job_id, sheet_num, attempt_num, prompt, output, exit_code, duration_seconds, executed_at,
                executed_at, id
            FROM execution_history
            WHERE {Filter(query)} {(page.After is null ? "" : $"AND (executed_at, id) {beyond} (@3, @4)")}
            ORDER BY executed_at {direction}, id {direction} LIMIT @5 OFFSET @6
            """,
            query.JobId,
            query.SheetNumber,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);

        using SqliteDataReader reader = command.ExecuteReader();
        return new RowReader(reader).ReadPage(Read);
    }

    /// <summary>Counts the attempts that match a query, ignoring its paging.</summary>
    public static long Count(SqliteSession session, ExecutionQuery query) => (long)session.Scalar(
        $"SELECT count(*) FROM execution_history WHERE {Filter(query)}", query.JobId, query.SheetNumber)!;

    /// <summary>Adds attempts and returns them with their ids.</summary>
    /// <exception cref="MarianneException">A job or a sheet does not exist, or a value is invalid.</exception>
    public static IReadOnlyList<Execution> Add(SqliteSession session, IReadOnlyList<Execution> executions)
    {
        var recorded = new List<Execution>(executions.Count);
        foreach (Execution execution in executions)
        {
            JobValidator.Check(execution, JobQueries.RequireTotalSheets(session, execution.JobId));
            recorded.Add(Add(session, execution));
        }

        return recorded;
    }

    /// <summary>Adds an attempt that was validated and returns it with its id.</summary>
    public static Execution Add(SqliteSession session, Execution execution)
    {
        object? id = session.Scalar(
            """
            INSERT INTO execution_history
                (job_id, sheet_num, attempt_num, prompt, output, exit_code, duration_seconds, executed_at)
            VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
            RETURNING id
            """,
            execution.JobId,
            execution.SheetNumber,
            execution.AttemptNumber,
            execution.Prompt,
            execution.Output,
            execution.ExitCode,
            execution.Duration?.TotalSeconds,
            StoredTime.WithOffset(execution.ExecutedAt));
        return execution with { Id = (long)id! };
    }

    /// <summary>Returns the number of a job's attempts, the number of successful ones, and their mean duration.</summary>
    public static (long Total, long Successful, double? MeanSeconds) Measure(SqliteSession session, string jobId)
    {
        SqliteCommand command = session.Command(
            """
            SELECT count(*), count(*) FILTER (WHERE exit_code = 0),
                avg(duration_seconds) FILTER (WHERE duration_seconds >= 0 AND duration_seconds < 922337203685)
            FROM execution_history WHERE job_id = @1
            """,
            jobId);
        using SqliteDataReader reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt64(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetDouble(2));
    }

    // A condition such as "@1 IS NULL OR job_id = @1" would keep SQLite from using its index.
    private static string Filter(ExecutionQuery query) => (query.JobId, query.SheetNumber) switch
    {
        (null, null) => "@1 IS NULL AND @2 IS NULL",
        (not null, null) => "job_id = @1 AND @2 IS NULL",
        (null, not null) => "@1 IS NULL AND sheet_num = @2",
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
            Output: row.Next(column => column.Text()),
            ExitCode: row.Next(column => column.Int32()),
            Duration: row.Next(column => column.Seconds()) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ExecutedAt: row.Next(column => column.Time()) ?? default);
        return row.Unreadable.Count == 0 ? execution : execution with { Unreadable = row.Unreadable };
    }
}
