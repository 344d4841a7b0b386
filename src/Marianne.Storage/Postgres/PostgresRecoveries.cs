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
    public static async ValueTask<List<(LearnedRecovery Row, RowKey Key)>> ReadAsync(
        SqlSession session, RecoveryQuery query, RowPage page)
    {
        RowReader rows = await session.QueryAsync(
            $"""
            SELECT {Columns}, recorded_at, rowid FROM main.recoveries
            WHERE {Filter(query)} {(page.After is null ? "" : "AND (recorded_at, rowid) < (@3, @4)")}
            ORDER BY recorded_at DESC, rowid DESC LIMIT @5 OFFSET @6
            """,
            query.ErrorCode,
            query.Model,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
            return await rows.ReadPageAsync(row => RecoveryRow.Read(row, TimeZoneInfo.Utc)).ConfigureAwait(false);
    }

    /// <summary>Counts the recoveries that match a query, ignoring its paging.</summary>
    public static async ValueTask<long> CountAsync(SqlSession session, RecoveryQuery query) => (long)(await session
        .ScalarAsync($"SELECT count(*) FROM main.recoveries WHERE {Filter(query)}", query.ErrorCode, query.Model)
        .ConfigureAwait(false))!;

    /// <summary>Returns the waits of the successful recoveries from an error.</summary>
    public static async ValueTask<WaitSamples> SamplesAsync(SqlSession session, string errorCode, string? model)
    {
        string filter = Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model, Recovered = true });
        RowReader rows = await session.QueryAsync(
            $"""
            SELECT actual_wait, (SELECT count(*) FROM main.recoveries WHERE {filter}) FROM main.recoveries
            WHERE {filter} ORDER BY recorded_at DESC, actual_wait DESC LIMIT {WaitSamples.MostRecent}
            """,
            errorCode,
            model).ConfigureAwait(false);
        var recent = new List<double>(WaitSamples.MostRecent);
        long count = 0;
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                recent.Add(rows.Next(column => column.Seconds()) ?? 0);
                count = rows.Next(column => column.Int64());
            }
        }

        return new WaitSamples(recent, count);
    }

    /// <summary>Returns the most recent attempts after an error.</summary>
    public static async ValueTask<WaitHistory> HistoryAsync(SqlSession session, string errorCode, string? model, string? service)
    {
        string filter = Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model });
        RowReader rows = await session.QueryAsync(
            $"""
            SELECT actual_wait, recovery_success, incident, {Began}, hint FROM main.recoveries
            WHERE {filter} {(service is null ? "" : "AND service = @3")}
            ORDER BY recorded_at DESC, rowid DESC LIMIT {WaitHistory.MaximumRows}
            """,
            errorCode,
            model,
            service).ConfigureAwait(false);
        var history = new List<WaitRow>(WaitHistory.MaximumRows);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                history.Add(new WaitRow(
                    rows.Next(column => column.Real()),
                    rows.Next(column => column.Flag()),
                    rows.Next(column => column.Text()),
                    rows.Next(column => column.Real()),
                    rows.Next(column => column.Real())));
            }
        }

        return new WaitHistory(history);
    }

    /// <summary>Counts the recoveries by hour. A value that is not a valid hour is counted as hour -1.</summary>
    public static async ValueTask<IReadOnlyList<RecoveryHour>> HoursAsync(SqlSession session, string? errorCode, string? model)
    {
        RowReader rows = await session.QueryAsync(
            $"""
            SELECT CASE WHEN time_of_day BETWEEN 0 AND 23 THEN time_of_day ELSE -1 END,
                count(*), count(*) FILTER (WHERE recovery_success)
            FROM main.recoveries WHERE {Filter(new RecoveryQuery { ErrorCode = errorCode, Model = model })}
            GROUP BY 1 ORDER BY 1
            """,
            errorCode,
            model).ConfigureAwait(false);
        var hours = new List<RecoveryHour>();
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
            {
                hours.Add(new RecoveryHour(
                    rows.Next(column => column.Int32()) ?? -1,
                    rows.Next(column => column.Int64()),
                    rows.Next(column => column.Int64())));
            }
        }

        return hours;
    }

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
