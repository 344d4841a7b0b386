using Marianne.Learning;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>Reads and writes the table <c>outcomes</c>.</summary>
internal static class PostgresOutcomes
{
    private const string ClearedOutcomes =
        $"UNION ALL SELECT workspace_hash, executions, successes FROM main.{ClearedLearningTable.Outcomes}";

    private const string ClearedRecoveries =
        $"+ (SELECT coalesce(sum(samples), 0)::bigint FROM main.{ClearedLearningTable.Recoveries})";

    /// <summary>Adds an outcome. Returns <c>false</c> if the store already has it.</summary>
    public static async ValueTask<bool> AddAsync(SqlSession session, LearnedOutcome outcome) => await session.ExecuteAsync(
        $"""
        INSERT INTO main.outcomes ({OutcomeRow.Columns})
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13, @14)
        ON CONFLICT (id) DO NOTHING
        """,
        OutcomeRow.ValuesOf(outcome, session.Dialect.Time(outcome.CompletedAt), session.Dialect)).ConfigureAwait(false) > 0;

    /// <summary>Reads a page of the outcomes that match a query.</summary>
    public static ValueTask<List<(LearnedOutcome Row, RowKey Key)>> ReadAsync(
        SqlSession session, OutcomeQuery query, RowPage page)
    {
        return session.ListAsync(
            $"""
            SELECT {OutcomeRow.Columns}, completed_at, rowid FROM main.outcomes
            WHERE {Filter(query)} {(page.After is null ? "" : "AND (completed_at, rowid) < (@4, @5)")}
            ORDER BY completed_at DESC, rowid DESC LIMIT @6 OFFSET @7
            """,
            row => (OutcomeRow.Read(row, TimeZoneInfo.Utc), row.NextKey()),
            query.JobHash,
            query.WorkspaceHash,
            query.SheetNumber,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);
    }

    /// <summary>Counts the outcomes that match a query, ignoring its paging.</summary>
    public static async ValueTask<long> CountAsync(SqlSession session, OutcomeQuery query) => (long)(await session.ScalarAsync(
        $"SELECT count(*) FROM main.outcomes WHERE {Filter(query)}", query.JobHash, query.WorkspaceHash, query.SheetNumber)
        .ConfigureAwait(false))!;

    /// <summary>
    /// Computes the statistics of the store, also of what was cleared. Only other implementations write patterns, and they have no server.
    /// </summary>
    public static async ValueTask<LearningStatistics> MeasureAsync(SqlSession session)
    {
        bool hasCleared = session.HasTable(ClearedLearningTable.Outcomes);
        RowReader rows = await session.QueryAsync(
            $"""
            SELECT coalesce(sum(executions), 0)::bigint, coalesce(sum(successes), 0)::bigint, count(DISTINCT workspace_hash),
                (SELECT count(*) FROM main.recoveries) {(hasCleared ? ClearedRecoveries : "")}
            FROM (
                SELECT workspace_hash, count(*) AS executions, count(*) FILTER (WHERE success_without_retry) AS successes
                FROM main.outcomes GROUP BY workspace_hash {(hasCleared ? ClearedOutcomes : "")}
            ) AS workspaces
            """).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            await rows.ReadAsync().ConfigureAwait(false);
            long executions = rows.Next(column => column.Int64());
            long successes = rows.Next(column => column.Int64());
            return new LearningStatistics
            {
                TotalExecutions = executions,
                SuccessWithoutRetryRate = executions == 0 ? 0 : (double)successes / executions,
                UniqueWorkspaces = rows.Next(column => column.Int64()),
                TotalPatterns = 0,
                AveragePatternEffectiveness = 0,
                TotalErrorRecoveries = rows.Next(column => column.Int64()),
            };
        }
    }

    private static string Filter(OutcomeQuery query)
    {
        List<string> terms = ["TRUE"];
        if (query.JobHash is not null)
            terms.Add("job_hash = @1");
        if (query.WorkspaceHash is not null)
            terms.Add("workspace_hash = @2");
        if (query.SheetNumber is not null)
            terms.Add("sheet_num = @3");
        return string.Join(" AND ", terms);
    }
}
