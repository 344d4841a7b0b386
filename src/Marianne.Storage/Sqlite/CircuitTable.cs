using Marianne.Policies;
using Marianne.Text;
using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads and writes the table <c>marianne_circuits</c>, which only this module uses. A file that it has not written to
/// lacks it.
/// </summary>
internal sealed class CircuitTable(TimeProvider time)
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_circuits";

    private const string Columns =
        "name, position, failures_in_a_row, failures, successes, opened_at, is_forced, probe_until, generation, "
        + "failure_threshold, recovery_timeout_seconds, updated_at";

    /// <summary>Returns a circuit breaker, or <c>null</c> if it does not exist.</summary>
    public Circuit? Find(SqliteSession session, string name) =>
        Read(session, $"SELECT {Columns} FROM {Name} WHERE name = @1", name).SingleOrDefault();

    /// <summary>Lists the circuit breakers by name.</summary>
    public List<Circuit> List(SqliteSession session) => Read(session, $"SELECT {Columns} FROM {Name} ORDER BY name");

    /// <summary>Changes or creates a circuit breaker in the current transaction.</summary>
    public Circuit Update(SqliteSession session, string name, Func<Circuit?, Circuit> change)
    {
        Circuit? current = Find(session, name);
        Circuit changed = LearningNormalizer.Of(name, current, change, time);
        if (changed != current)
            Put(session, changed);
        return changed;
    }

    /// <summary>Removes a circuit breaker. Returns <c>false</c> if it does not exist.</summary>
    public static bool Delete(SqliteSession session, string name) =>
        session.Command($"DELETE FROM {Name} WHERE name = @1", name).ExecuteNonQuery() > 0;

    private static void Put(SqliteSession session, Circuit circuit) => session.Command(
        $"INSERT OR REPLACE INTO {Name} ({Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12)",
        circuit.Name,
        SnakeCaseName.Of(circuit.State.Position),
        circuit.State.FailuresInARow,
        circuit.State.Failures,
        circuit.State.Successes,
        StoredTime.WithOffset(circuit.State.OpenedAt),
        circuit.State.IsForced,
        StoredTime.WithOffset(circuit.State.ProbeUntil),
        circuit.State.Generation,
        circuit.FailureThreshold,
        circuit.RecoveryTimeoutSeconds,
        StoredTime.WithOffset(circuit.UpdatedAt)).ExecuteNonQuery();

    private List<Circuit> Read(SqliteSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var circuits = new List<Circuit>();
        if (!session.Tables.Contains(Name))
            return circuits;

        using SqliteDataReader reader = session.Command(sql, values).ExecuteReader();
        var row = new RowReader(reader, new SqliteColumnReader(reader));
        while (row.Read())
        {
            var circuit = new Circuit
            {
                Name = row.Next(column => column.Raw()),
                State = new CircuitState
                {
                    Position = row.Next(column => column.Status(CircuitPosition.Closed)),
                    FailuresInARow = row.Next(column => column.Count()),
                    Failures = row.Next(column => column.LongCount()),
                    Successes = row.Next(column => column.LongCount()),
                    OpenedAt = row.Next(column => column.Time(time.LocalTimeZone)),
                    IsForced = row.Next(column => column.Flag()) ?? false,
                    ProbeUntil = row.Next(column => column.Time(time.LocalTimeZone)),
                    Generation = row.Next(column => column.LongCount()),
                },
                FailureThreshold = row.Next(column => column.Count()),
                RecoveryTimeoutSeconds = row.Next(column => column.Seconds()) ?? 0,
                UpdatedAt = row.Next(column => column.Time(time.LocalTimeZone)) ?? default,
            };
            circuits.Add(circuit with { Unreadable = row.Unreadable });
        }

        return circuits;
    }
}
