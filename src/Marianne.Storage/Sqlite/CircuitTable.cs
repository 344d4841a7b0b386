using Marianne.Policies;
using Marianne.Storage.Relational;
using Marianne.Text;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// Reads and writes the table <c>marianne_circuits</c>, which only this module uses. A file that it has not written to
/// lacks it.
/// </summary>
internal sealed class CircuitTable(TimeProvider time)
{
    /// <summary>The name of the table.</summary>
    public const string Name = "marianne_circuits";

    /// <summary>Returns a circuit breaker, or <c>null</c> if it does not exist.</summary>
    public Circuit? Find(SqliteSession session, string name) =>
        Read(session, $"SELECT {CircuitRow.Columns} FROM {Name} WHERE name = @1", name).SingleOrDefault();

    /// <summary>Lists the circuit breakers by name.</summary>
    public List<Circuit> List(SqliteSession session) => Read(session, $"SELECT {CircuitRow.Columns} FROM {Name} ORDER BY name");

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
        session.Run($"DELETE FROM {Name} WHERE name = @1", name) > 0;

    /// <summary>Writes a circuit breaker as it is.</summary>
    public static void Put(SqliteSession session, Circuit circuit) => session.Run(
        $"INSERT OR REPLACE INTO {Name} ({CircuitRow.Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12)",
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
        StoredTime.WithOffset(circuit.UpdatedAt));

    private List<Circuit> Read(SqliteSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var circuits = new List<Circuit>();
        if (!session.Tables.Contains(Name))
            return circuits;

        using RowReader row = session.Query(sql, values);
        while (row.Read())
            circuits.Add(CircuitRow.Read(row, time.LocalTimeZone));

        return circuits;
    }
}
