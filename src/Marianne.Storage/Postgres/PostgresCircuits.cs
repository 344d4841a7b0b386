using Marianne.Policies;
using Marianne.Storage.Relational;
using Marianne.Text;

namespace Marianne.Storage.Postgres;

/// <summary>Reads and writes the table <c>circuits</c>.</summary>
internal sealed class PostgresCircuits(TimeProvider time)
{
    private const string Insert =
        $"INSERT INTO main.circuits ({CircuitRow.Columns}) VALUES (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12)";

    private const string Update =
        """
        UPDATE main.circuits SET position = @2, failures_in_a_row = @3, failures = @4, successes = @5, opened_at = @6,
            is_forced = @7, probe_until = @8, generation = @9, failure_threshold = @10, recovery_timeout_seconds = @11,
            updated_at = @12
        WHERE name = @1
        """;

    /// <summary>Returns a circuit breaker, or <c>null</c> if it does not exist.</summary>
    public async ValueTask<Circuit?> FindAsync(SqlSession session, string name) =>
        (await ReadAsync(session, "WHERE name = @1", name).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Lists the circuit breakers by name.</summary>
    public async ValueTask<IReadOnlyList<Circuit>> ListAsync(SqlSession session) =>
        await ReadAsync(session, "ORDER BY name").ConfigureAwait(false);

    /// <summary>Changes or creates a circuit breaker in the current transaction.</summary>
    public async ValueTask<Circuit> UpdateAsync(SqlSession session, string name, Func<Circuit?, Circuit> change)
    {
        Circuit? current = (await ReadAsync(session, "WHERE name = @1 FOR UPDATE", name).ConfigureAwait(false)).SingleOrDefault();
        Circuit changed = LearningNormalizer.Of(name, current, change, time);
        if (changed != current)
            await PutAsync(session, changed, exists: current is not null).ConfigureAwait(false);
        return changed;
    }

    /// <summary>Writes a circuit breaker as it is.</summary>
    /// <param name="session">The session.</param>
    /// <param name="circuit">The circuit breaker.</param>
    /// <param name="exists">Indicates whether it exists. If another process creates it meanwhile, the transaction is repeated.</param>
    public async ValueTask PutAsync(SqlSession session, Circuit circuit, bool exists)
    {
        ServerClock clock = await ServerClock.ReadAsync(session, time).ConfigureAwait(false);
        Circuit stored = clock.ToServer(circuit);
        await session.ExecuteAsync(
            exists ? Update : Insert,
            stored.Name,
            SnakeCaseName.Of(stored.State.Position),
            stored.State.FailuresInARow,
            stored.State.Failures,
            stored.State.Successes,
            session.Dialect.Time(stored.State.OpenedAt),
            stored.State.IsForced,
            session.Dialect.Time(stored.State.ProbeUntil),
            stored.State.Generation,
            stored.FailureThreshold,
            stored.RecoveryTimeoutSeconds,
            session.Dialect.Time(stored.UpdatedAt)).ConfigureAwait(false);
    }

    /// <summary>Removes a circuit breaker. Returns <c>false</c> if it does not exist.</summary>
    public static async ValueTask<bool> DeleteAsync(SqlSession session, string name) =>
        await session.ExecuteAsync("DELETE FROM main.circuits WHERE name = @1", name).ConfigureAwait(false) > 0;

    private async ValueTask<List<Circuit>> ReadAsync(SqlSession session, string clauses, params object?[] values)
    {
        ServerClock clock = await ServerClock.ReadAsync(session, time).ConfigureAwait(false);
        return await session.ListAsync(
            $"SELECT {CircuitRow.Columns} FROM main.circuits {clauses}",
            row => clock.ToLocal(CircuitRow.Read(row, TimeZoneInfo.Utc)),
            values).ConfigureAwait(false);
    }
}
