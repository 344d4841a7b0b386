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

    /// <summary>The number of outcomes from which it is faster to count them together than to let the triggers count each.</summary>
    private const int Many = 100;

    private const string CountOfWorkspace =
        """
        INSERT INTO marianne_workspaces VALUES (@1, @2, @3)
        ON CONFLICT (workspace_hash) DO UPDATE
        SET executions = executions + excluded.executions, successes = successes + excluded.successes
        """;

    // An error rolls the whole transaction back in any case. OR ROLLBACK spares SQLite the statement journal that the
    // triggers would otherwise require.
    private const string InsertOne =
        $"""
        INSERT OR ROLLBACK INTO executions ({OutcomeRow.Columns})
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>Adds outcomes. Returns those that the file did not have.</summary>
    public List<LearnedOutcome> Add(SqliteSession session, IReadOnlyList<LearnedOutcome> outcomes)
    {
        if (outcomes.Count < Many || !LearningSchema.HasOnlyRollUps(session))
            return [.. outcomes.Where(outcome => !Has(session, outcome) && Insert(session, outcome))];

        List<LearnedOutcome> added = session.WithoutTriggers(() => outcomes.Where(outcome => Insert(session, outcome)).ToList());
        foreach (IGrouping<string, LearnedOutcome> workspace in added.GroupBy(outcome => outcome.WorkspaceHash, StringComparer.Ordinal))
            session.Run(CountOfWorkspace, workspace.Key, workspace.Count(), workspace.Count(outcome => outcome.SuccessWithoutRetry));
        return added;
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

    // Asked before an insert with triggers, because they note an id that exists, also if the insert is then ignored.
    private static bool Has(SqliteSession session, LearnedOutcome outcome) =>
        session.Scalar("SELECT 1 FROM executions WHERE id = @1", outcome.Id) is not null;

    private bool Insert(SqliteSession session, LearnedOutcome outcome) => session.Run(
        InsertOne,
        OutcomeRow.ValuesOf(outcome, StoredTime.Local(outcome.CompletedAt, time.LocalTimeZone), session.Dialect)) > 0;

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
