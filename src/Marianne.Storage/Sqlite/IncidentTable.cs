using Marianne.Durations;
using Marianne.Learning;
using Marianne.Storage.Relational;
using Marianne.Waits;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads and writes the table <c>marianne_incidents</c>: which recoveries are attempts of the same incident, and when it began.
/// Other implementations ignore it, and a file that only they wrote does not have it.
/// </summary>
internal static class IncidentTable
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_incidents";

    /// <summary>
    /// The number of the most recent recoveries from an error among which those of a service are looked for, so that the query takes
    /// the same time in a file of any size.
    /// </summary>
    private const int MostSearched = 5_000;

    /// <summary>Determines whether the file has the table.</summary>
    public static bool Exists(SqlSession session) => session.HasTable(Name);

    /// <summary>Adds the incident of a recovery, in the transaction of the recovery itself.</summary>
    public static void Add(SqliteSession session, LearnedRecovery recovery) => session.Run(
        $"INSERT OR REPLACE INTO {Name} (recovery_id, incident, began_at, hint, service) VALUES (@1, @2, @3, @4, @5)",
        recovery.Id,
        recovery.Incident,
        recovery.Since is { } since ? UnixTime.Of(since) : 0,
        recovery.Hint?.TotalSeconds,
        recovery.Service);

    /// <summary>Returns the SQL of the table's columns in a query of recoveries.</summary>
    /// <param name="exists">Indicates whether the file has the table.</param>
    public static string Columns(bool exists) =>
        exists ? "incident, began_at, hint, service" : "NULL AS incident, NULL AS began_at, NULL AS hint, NULL AS service";

    /// <summary>Returns the SQL that joins the table to the recoveries.</summary>
    /// <param name="exists">Indicates whether the file has the table.</param>
    public static string Join(bool exists) => exists ? $"LEFT JOIN {Name} ON recovery_id = id" : "";

    /// <summary>Returns the most recent attempts after an error.</summary>
    public static WaitHistory History(SqliteSession session, string errorCode, string? model, string? service)
    {
        bool exists = Exists(session);
        if (service is not null && !exists)
            return WaitHistory.Empty;

        using SqliteDataReader reader = session
            .Command(SelectHistory(model is not null, service is not null, exists), errorCode, model, service).ExecuteReader();
        var rows = new List<WaitRow>(WaitHistory.MaximumRows);
        while (reader.Read())
            rows.Add(ReadRow(reader));
        return new WaitHistory(rows);
    }

    /// <summary>Returns the SQL of the most recent attempts after an error.</summary>
    /// <param name="isOfModel">Indicates whether only those of a model are selected.</param>
    /// <param name="isOfService">Indicates whether only those of a service are selected.</param>
    /// <param name="exists">Indicates whether the file has the table.</param>
    public static string SelectHistory(bool isOfModel, bool isOfService, bool exists) =>
        $"""
        SELECT actual_wait, recovery_success, {Columns(exists)}
        FROM (
            SELECT id, actual_wait, recovery_success, ifnull(recorded_at, '') AS time, rowid AS number FROM error_recoveries
            WHERE error_code = @1 {(isOfModel ? "AND model = @2" : "")}
            ORDER BY time DESC, number DESC LIMIT {(isOfService ? MostSearched : WaitHistory.MaximumRows)}
        ) {Join(exists)}
        {(isOfService ? "WHERE service = @3" : "")} ORDER BY time DESC, number DESC LIMIT {WaitHistory.MaximumRows}
        """;

    private static WaitRow ReadRow(SqliteDataReader reader) => new(
        Waited: Number(reader, 0),
        Recovered: Number(reader, 1) is { } flag ? flag != 0 : null,
        Incident: reader.GetValue(2) as string,
        Began: Number(reader, 3),
        Hint: Number(reader, 4));

    // An estimate ignores values that cannot be right, so those of another kind read as null.
    private static double? Number(SqliteDataReader reader, int ordinal) => reader.GetValue(ordinal) switch
    {
        double number => number,
        long number => number,
        _ => null,
    };
}
