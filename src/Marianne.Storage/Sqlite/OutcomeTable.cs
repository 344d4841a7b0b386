using Marianne.Learning;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>executions</c>, which holds outcomes.</summary>
internal sealed class OutcomeTable(TimeProvider time)
{
    /// <summary>The column that indicates whether the first attempt succeeded.</summary>
    public const string Success = SheetTable.Success;

    /// <summary>The name of that column in older files.</summary>
    public const string FormerSuccess = SheetTable.FormerSuccess;

    // An error rolls the whole transaction back in any case. OR ROLLBACK spares SQLite the statement journal that the
    // triggers would otherwise require.
    private const string Insert =
        $"""
        INSERT OR ROLLBACK INTO executions
            (id, workspace_hash, job_hash, sheet_num, started_at, completed_at, duration_seconds, status, retry_count,
             {Success}, validation_pass_rate, confidence_score, model, error_codes)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
        """;

    /// <summary>Adds an outcome. Returns <c>false</c> if the file already has it.</summary>
    public bool Add(SqliteSession session, LearnedOutcome outcome)
    {
        // Asked first, because the triggers also count an insert that is then ignored.
        if (session.Scalar("SELECT 1 FROM executions WHERE id = @1", outcome.Id) is not null)
            return false;

        session.Run(
            Insert,
            outcome.Id,
            outcome.WorkspaceHash,
            outcome.JobHash,
            outcome.SheetNumber,
            StoredTime.WithOffset(outcome.StartedAt),
            StoredTime.Local(outcome.CompletedAt, time.LocalTimeZone),
            outcome.Duration.TotalSeconds,
            outcome.Status,
            outcome.RetryCount,
            outcome.SuccessWithoutRetry,
            outcome.ValidationPassRate,
            outcome.ConfidenceScore,
            outcome.Model,
            StoredJson.SpacedText(outcome.ErrorCodes));
        return true;
    }

    /// <summary>Reads a page of the outcomes that match a query.</summary>
    public ValueTask<List<(LearnedOutcome Row, RowKey Key)>> ReadAsync(SqlSession session, OutcomeQuery query, RowPage page)
    {
        return session.ListAsync(
            Select(session, query, page.After is not null),
            row => (OutcomeRow.Read(row, time.LocalTimeZone), row.NextKey()),
            query.JobHash,
            query.WorkspaceHash,
            query.SheetNumber,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);
    }

    /// <summary>Counts the outcomes that match a query, ignoring its paging.</summary>
    public static long Count(SqliteSession session, OutcomeQuery query) => (long)session.Scalar(
        $"SELECT count(*) FROM executions WHERE {Filter(query)}", query.JobHash, query.WorkspaceHash, query.SheetNumber)!;

    /// <summary>Returns the SQL of a page.</summary>
    public static string Select(SqlSession session, OutcomeQuery query, bool isLaterPage) =>
        $"""
        SELECT id, workspace_hash, job_hash, sheet_num, started_at, completed_at, duration_seconds, status, retry_count,
            {SuccessOf(session)}, validation_pass_rate, confidence_score, model, error_codes,
            ifnull(completed_at, ''), rowid
        FROM executions
        WHERE {Filter(query)} {(isLaterPage ? RowKey.Beyond("completed_at", "@4", "@5") : "")}
        ORDER BY ifnull(completed_at, '') DESC, rowid DESC LIMIT @6 OFFSET @7
        """;

    /// <summary>Returns the name of the column in a file.</summary>
    public static string SuccessOf(SqlSession session) => session.Has("executions", Success) ? Success : FormerSuccess;

    // One column selects the rows by an index in their order; the + keeps SQLite from using another index and sorting.
    private static string Filter(OutcomeQuery query)
    {
        List<string> terms = ["1"];
        if (query.JobHash is not null)
            terms.Add("job_hash = @1");
        if (query.WorkspaceHash is not null)
            terms.Add(query.JobHash is null ? "workspace_hash = @2" : "+workspace_hash = @2");
        if (query.SheetNumber is not null)
            terms.Add("sheet_num = @3");
        return string.Join(" AND ", terms);
    }
}
