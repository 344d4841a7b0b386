using Marianne.Learning;
using Marianne.Storage.Relational;
using Marianne.Waits;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>error_recoveries</c>.</summary>
internal sealed class RecoveryTable(TimeProvider time)
{
    private const string OfAnyModel = "";
    private const string OfModel = "AND model = @2";

    // OR ROLLBACK as in OutcomeTable.
    private const string Insert =
        """
        INSERT OR ROLLBACK INTO error_recoveries
            (id, error_code, suggested_wait, actual_wait, recovery_success, recorded_at, model, time_of_day)
        VALUES (@1, @2, @3, @4, @5, @6, @7, @8)
        """;

    /// <summary>Adds a recovery. Returns <c>false</c> if the file already has it.</summary>
    public bool Add(SqliteSession session, LearnedRecovery recovery)
    {
        // Asked first, because the triggers also count an insert that is then ignored.
        if (session.Scalar("SELECT 1 FROM error_recoveries WHERE id = @1", recovery.Id) is not null)
            return false;

        session.Run(
            Insert,
            recovery.Id,
            recovery.ErrorCode,
            recovery.SuggestedWait.TotalSeconds,
            recovery.ActualWait.TotalSeconds,
            recovery.Recovered,
            StoredTime.Local(recovery.RecordedAt, time.LocalTimeZone),
            recovery.Model,
            recovery.Hour);
        if (recovery.Incident is not null)
            IncidentTable.Add(session, recovery);
        return true;
    }

    /// <summary>Reads a page of the recoveries that match a query.</summary>
    public ValueTask<List<(LearnedRecovery Row, RowKey Key)>> ReadAsync(SqlSession session, RecoveryQuery query, RowPage page)
    {
        return session.ListAsync(
            Select(query, page.After is not null, IncidentTable.Exists(session)),
            row => (RecoveryRow.Read(row, time.LocalTimeZone), row.NextKey()),
            query.ErrorCode,
            query.Model,
            page.After?.Time,
            page.After?.RowId,
            page.Count,
            page.Skip);
    }

    /// <summary>Returns the waits of the successful recoveries from an error.</summary>
    public static WaitSamples Samples(SqliteSession session, string errorCode, string? model)
    {
        var recent = new List<double>(WaitSamples.MostRecent);
        long count = 0;
        using RowReader row = session.Query(SelectWaits(session, model), errorCode, model);
        while (row.Read())
        {
            recent.Add(row.Next(column => column.Seconds()) ?? 0);
            if (recent.Count == 1) // Each row has the same number.
                count = row.Next(column => column.Int64());
        }

        return new WaitSamples(recent, count);
    }

    /// <summary>Returns the SQL of a page.</summary>
    public static string Select(RecoveryQuery query, bool isLaterPage, bool hasIncidents) =>
        $"""
        SELECT id, error_code, suggested_wait, actual_wait, recovery_success, recorded_at, model, time_of_day,
            {IncidentTable.Columns(hasIncidents)}, ifnull(recorded_at, ''), error_recoveries.rowid
        FROM error_recoveries {IncidentTable.Join(hasIncidents)}
        WHERE {Filter(query)} {(isLaterPage ? RowKey.Beyond("recorded_at", "@3", "@4", "error_recoveries.rowid") : "")}
        ORDER BY ifnull(recorded_at, '') DESC, error_recoveries.rowid DESC LIMIT @5 OFFSET @6
        """;

    /// <summary>
    /// Returns the SQL of the most recent waits and of their number. Waits of the same instant are ordered by length,
    /// longest first.
    /// </summary>
    public static string SelectWaits(SqliteSession session, string? model) => session.Text(
        "waits",
        model is null ? OfAnyModel : OfModel,
        (_, ofModel) =>
            $"""
            SELECT actual_wait, {RecoveryRollupTable.CountSuccesses(session, isByModel: ofModel == OfModel)}
            FROM error_recoveries
            WHERE error_code = @1 {ofModel} AND recovery_success = 1
            ORDER BY recorded_at DESC, actual_wait DESC LIMIT {WaitSamples.MostRecent}
            """);

    // The + keeps SQLite on the index that has the rows of an error in their order.
    private static string Filter(RecoveryQuery query)
    {
        List<string> terms = ["1"];
        if (query.ErrorCode is not null)
            terms.Add("error_code = @1");
        if (query.Model is not null)
            terms.Add("+model = @2");
        if (query.Recovered is { } recovered)
            terms.Add(recovered ? "+recovery_success IS 1" : "+recovery_success IS NOT 1");
        return string.Join(" AND ", terms);
    }
}
