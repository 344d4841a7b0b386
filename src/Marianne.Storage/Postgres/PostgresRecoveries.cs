using Marianne.Learning;
using Marianne.Storage.Relational;
using Marianne.Waits;

namespace Marianne.Storage.Postgres;

/// <summary>Reads and writes the table <c>recoveries</c>.</summary>
internal static class PostgresRecoveries
{
    private const string Columns =
        "id, error_code, suggested_wait, actual_wait, recovery_success, recorded_at, model, time_of_day, incident, "
        + $"{Began} AS began_at, hint, service";

    private const string Began = "extract(epoch FROM began_at)::double precision";

    /// <summary>Adds a recovery. Returns <c>false</c> if the store already has it.</summary>
    public static async ValueTask<bool> AddAsync(SqlSession session, LearnedRecovery recovery) => await session.ExecuteAsync(
        """
        INSERT INTO main.recoveries
            (id, error_code, suggested_wait, actual_wait, recovery_success, recorded_at, model, time_of_day,
             incident, began_at, hint, service)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12)
        ON CONFLICT (id) DO NOTHING
        """,
        recovery.Id,
        recovery.ErrorCode,
        recovery.SuggestedWait.TotalSeconds,
        recovery.ActualWait.TotalSeconds,
        recovery.Recovered,
        session.Dialect.Time(recovery.RecordedAt),
        recovery.Model,
        recovery.Hour ?? 0,
        recovery.Incident,
        session.Dialect.Time(recovery.Since),
        recovery.Hint?.TotalSeconds,
        recovery.Service).ConfigureAwait(false) > 0;

    /// <summary>Reads a page of the recoveries that match a query.</summary>
    public static ValueTask<List<(LearnedRecovery Row, RowKey Key)>> ReadAsync(
        SqlSession session, RecoveryQuery query, RowPage page)
    {
        return session.ListAsync(
            $"""
            SELECT {Columns}, recorded_at, rowid FROM main.recoveries
            WHERE {Filter(query)} {(page.After is null ? "" : "AND (recorded_at, rowid) < (@3, @4)")}
            ORDER BY recorded_at DESC, rowid DESC LIMIT @5 OFFSET @6
            """,
            row => (RecoveryRow.Read(row, TimeZoneInfo.Utc), row.NextKey()),
            query.ErrorCode,
            query.Model,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);
    }

    /// <summary>Counts the recoveries that match a query, ignoring its paging.</summary>
    public static async ValueTask<long> CountAsync(SqlSession session, RecoveryQuery query) => (long)(await session
        .ScalarAsync($"SELECT count(*) FROM main.recoveries WHERE {Filter(query)}", query.ErrorCode, query.Model)
        .ConfigureAwait(false))!;

    /// <summary>Returns the waits of the successful recoveries from an error. Those that were cleared are counted, too.</summary>
    public static async ValueTask<WaitSamples> SamplesAsync(SqlSession session, string errorCode, string? model)
    {
        string filter = Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model, Recovered = true });
        List<(double Wait, long Count)> rows = await session.ListAsync(
            $"""
            SELECT actual_wait, (SELECT count(*) FROM main.recoveries WHERE {filter}) + {ClearedSuccesses(session, model)}
            FROM main.recoveries
            WHERE {filter} ORDER BY recorded_at DESC, actual_wait DESC LIMIT {WaitSamples.MostRecent}
            """,
            row => (row.Next(column => column.Seconds()) ?? 0, row.Next(column => column.Int64())),
            errorCode,
            model).ConfigureAwait(false);
        return rows.Count == 0 ? WaitSamples.None : new WaitSamples([.. rows.Select(row => row.Wait)], rows[^1].Count);
    }

    /// <summary>Returns the most recent attempts after an error.</summary>
    public static async ValueTask<WaitHistory> HistoryAsync(SqlSession session, string errorCode, string? model, string? service)
    {
        string filter = Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model });
        return new WaitHistory(await session.ListAsync(
            $"""
            SELECT actual_wait, recovery_success, incident, {Began}, hint FROM main.recoveries
            WHERE {filter} {(service is null ? "" : "AND service = @3")}
            ORDER BY recorded_at DESC, rowid DESC LIMIT {WaitHistory.MaximumRows}
            """,
            row => new WaitRow(
                row.Next(column => column.Real()),
                row.Next(column => column.Flag()),
                row.Next(column => column.Text()),
                row.Next(column => column.Real()),
                row.Next(column => column.Real())),
            errorCode,
            model,
            service).ConfigureAwait(false));
    }

    /// <summary>Counts the recoveries by hour, also those that were cleared. What is not a valid hour is counted as hour -1.</summary>
    public static async ValueTask<IReadOnlyList<RecoveryHour>> HoursAsync(SqlSession session, string? errorCode, string? model) =>
        await session.ListAsync(
            $"""
            SELECT CASE WHEN hour BETWEEN 0 AND 23 THEN hour ELSE -1 END, sum(samples)::bigint, sum(successes)::bigint
            FROM (
                SELECT time_of_day AS hour, count(*) AS samples, count(*) FILTER (WHERE recovery_success) AS successes,
                    error_code, model
                FROM main.recoveries GROUP BY time_of_day, error_code, model {ClearedHours(session)}
            ) AS hours
            WHERE {Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model })}
            GROUP BY 1 ORDER BY 1
            """,
            row => new RecoveryHour(
                row.Next(column => column.Int32()) ?? -1,
                row.Next(column => column.Int64()),
                row.Next(column => column.Int64())),
            errorCode,
            model).ConfigureAwait(false);

    private static string ClearedSuccesses(SqlSession session, string? model) => session.HasTable(ClearedLearningTable.Recoveries)
        ? $"""
          (SELECT coalesce(sum(successes), 0)::bigint FROM main.{ClearedLearningTable.Recoveries}
          WHERE error_code = @1 {(model is null ? "" : "AND model = @2")})
          """
        : "0";

    private static string ClearedHours(SqlSession session) => session.HasTable(ClearedLearningTable.Recoveries)
        ? $"UNION ALL SELECT hour::integer, samples, successes, error_code, model FROM main.{ClearedLearningTable.Recoveries}"
        : "";

    private static string Filter(RecoveryQuery query)
    {
        List<string> terms = ["TRUE"];
        if (query.ErrorCode is not null)
            terms.Add("error_code = @1");
        if (query.Model is not null)
            terms.Add("model = @2");
        if (query.Recovered is { } recovered)
            terms.Add(recovered ? "recovery_success" : "NOT recovery_success");
        return string.Join(" AND ", terms);
    }
}
