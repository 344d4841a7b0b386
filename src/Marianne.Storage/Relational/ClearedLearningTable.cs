using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>
/// Clears outcomes and recoveries, and keeps their figures in the tables <c>marianne_cleared_outcomes</c> and
/// <c>marianne_cleared_recoveries</c>. Only this module uses them.
/// </summary>
/// <param name="tables">Returns the tables of the store.</param>
/// <param name="zone">The time zone of times without an offset.</param>
internal sealed class ClearedLearningTable(Func<SqlSession, LearningTables> tables, Func<TimeZoneInfo> zone)
{
    /// <summary>The name of the table with the figures of outcomes, by workspace.</summary>
    public const string Outcomes = "marianne_cleared_outcomes";

    /// <summary>The name of the table with the figures of recoveries, by error code, model and hour. No model is an empty text.</summary>
    public const string Recoveries = "marianne_cleared_recoveries";

    /// <summary>What a row and its entries in indexes need beside its texts, roughly.</summary>
    private const int RowBytes = 120;

    private static readonly string OutcomeBytes = string.Join(
        " + ",
        new[] { "workspace_hash", "job_hash", "id", "error_codes" }.Select(column => $"coalesce(length(CAST({column} AS TEXT)), 0)"));

    /// <summary>Measures what would be cleared.</summary>
    public async ValueTask<LearnedAmount> MeasureAsync(SqlSession session, object? before)
    {
        LearningTables names = tables(session);
        (long outcomes, long texts) = await CountAsync(
            $"""
            SELECT count(*), CAST(coalesce(sum({OutcomeBytes}), 0) AS BIGINT)
            FROM main.{names.Outcomes} WHERE {names.OldOutcomes}
            """).ConfigureAwait(false);
        (long recoveries, _) = await CountAsync(names.ClearableRecoveries("count(*), CAST(0 AS BIGINT)")).ConfigureAwait(false);
        return new LearnedAmount(outcomes, recoveries, texts + ((outcomes + recoveries) * RowBytes));

        async ValueTask<(long Count, long Bytes)> CountAsync(string sql) => (await session.ListAsync(
            sql, row => (row.Next(column => column.Int64()), row.Next(column => column.Int64())), before).ConfigureAwait(false)).Single();
    }

    /// <summary>Finds what can be cleared, the oldest first.</summary>
    public async ValueTask<OldLearning> FindAsync(SqlSession session, object? before, int most)
    {
        LearningTables names = tables(session);
        return new OldLearning(
            await IdsAsync($"SELECT id FROM main.{names.Outcomes} WHERE {names.OldOutcomes} ORDER BY completed_at LIMIT {most}")
                .ConfigureAwait(false),
            await IdsAsync($"{names.ClearableRecoveries("r.id")} ORDER BY r.recorded_at LIMIT {most}").ConfigureAwait(false));

        ValueTask<List<string>> IdsAsync(string sql) => session.ListAsync(sql, row => row.Next(column => column.Raw()), before);
    }

    /// <summary>Clears records, and adds their figures to those of earlier ones, in the transaction that the caller started.</summary>
    public async ValueTask<LearnedAmount> ClearAsync(SqlSession session, OldLearning old)
    {
        LearningTables names = tables(session);
        var outcomes = new List<ClearedOutcome>(old.OutcomeIds.Count);
        var recoveries = new List<ClearedRecovery>(old.RecoveryIds.Count);
        foreach (string id in old.OutcomeIds)
        {
            await session.PostListAsync(
                $"""
                DELETE FROM main.{names.Outcomes} WHERE id = @1
                RETURNING workspace_hash, {Flag(names.Success)}, completed_at, CAST({OutcomeBytes} AS BIGINT)
                """,
                ReadOutcome,
                outcomes,
                id).ConfigureAwait(false);
        }

        foreach (string id in old.RecoveryIds)
        {
            await session.PostListAsync(
                $"""
                DELETE FROM main.{names.Recoveries} WHERE id = @1
                RETURNING error_code, coalesce(model, ''), time_of_day, {Flag(names.Recovered)}
                """,
                ReadRecovery,
                recoveries,
                id).ConfigureAwait(false);
            if (names.Incidents is { } incidents)
                await session.PostAsync($"DELETE FROM main.{incidents} WHERE recovery_id = @1", id).ConfigureAwait(false);
        }

        await session.FlushAsync().ConfigureAwait(false);
        await AddAsync(session, outcomes).ConfigureAwait(false);
        await AddAsync(session, recoveries).ConfigureAwait(false);
        return new LearnedAmount(
            outcomes.Count,
            recoveries.Count,
            outcomes.Sum(outcome => outcome.Bytes) + ((outcomes.Count + recoveries.Count) * (long)RowBytes));
    }

    /// <summary>Returns the time of the newest outcome that was cleared.</summary>
    public static async ValueTask<DateTimeOffset?> UntilAsync(SqlSession session) =>
        session.HasTable(Outcomes)
        && await session.ScalarAsync($"SELECT max(newest) FROM main.{Outcomes}").ConfigureAwait(false) is long newest
            ? DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(newest)
            : null;

    private static async ValueTask AddAsync(SqlSession session, List<ClearedOutcome> cleared)
    {
        foreach (IGrouping<string, ClearedOutcome> workspace in cleared.GroupBy(outcome => outcome.Workspace, StringComparer.Ordinal))
        {
            await session.PostAsync(
                $"""
                INSERT INTO main.{Outcomes} AS kept (workspace_hash, executions, successes, newest) VALUES (@1, @2, @3, @4)
                ON CONFLICT (workspace_hash) DO UPDATE SET executions = kept.executions + excluded.executions,
                    successes = kept.successes + excluded.successes,
                    newest = CASE WHEN excluded.newest > kept.newest THEN excluded.newest ELSE kept.newest END
                """,
                workspace.Key,
                workspace.LongCount(),
                workspace.LongCount(outcome => outcome.IsSuccess),
                LeaseClock.Microseconds(workspace.Max(outcome => outcome.At) - DateTimeOffset.UnixEpoch)).ConfigureAwait(false);
        }
    }

    private static async ValueTask AddAsync(SqlSession session, List<ClearedRecovery> cleared)
    {
        foreach (IGrouping<(string, string, long), ClearedRecovery> hour in cleared.GroupBy(one => (one.Code, one.Model, one.Hour)))
        {
            await session.PostAsync(
                $"""
                INSERT INTO main.{Recoveries} AS kept (error_code, model, hour, samples, successes) VALUES (@1, @2, @3, @4, @5)
                ON CONFLICT (error_code, model, hour) DO UPDATE SET samples = kept.samples + excluded.samples,
                    successes = kept.successes + excluded.successes
                """,
                hour.Key.Item1,
                hour.Key.Item2,
                hour.Key.Item3,
                hour.LongCount(),
                hour.LongCount(recovery => recovery.IsSuccess)).ConfigureAwait(false);
        }
    }

    private ClearedOutcome ReadOutcome(RowReader row) => new(
        row.Next(column => column.Raw()),
        row.Next(column => column.Int64()) == 1,
        row.Next(column => column.Time(zone())) ?? DateTimeOffset.UnixEpoch,
        row.Next(column => column.Int64()));

    private static ClearedRecovery ReadRecovery(RowReader row) => new(
        row.Next(column => column.Raw()),
        row.Next(column => column.Raw()),
        row.Next(column => column.Count()),
        row.Next(column => column.Int64()) == 1);

    private static string Flag(string condition) => $"CAST(CASE WHEN {condition} THEN 1 ELSE 0 END AS BIGINT)";

    private readonly record struct ClearedOutcome(string Workspace, bool IsSuccess, DateTimeOffset At, long Bytes);

    private readonly record struct ClearedRecovery(string Code, string Model, long Hour, bool IsSuccess);
}
