using Marianne.Policies;

namespace Marianne.Storage.Relational;

/// <summary>Reads the rows of circuit breakers.</summary>
internal static class CircuitRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns =
        "name, position, failures_in_a_row, failures, successes, opened_at, is_forced, probe_until, generation, "
        + "failure_threshold, recovery_timeout_seconds, updated_at";

    /// <summary>Reads the next columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="zone">The time zone of times without an offset.</param>
    public static Circuit Read(RowReader row, TimeZoneInfo zone)
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
                OpenedAt = row.Next(column => column.Time(zone)),
                IsForced = row.Next(column => column.Flag()) ?? false,
                ProbeUntil = row.Next(column => column.Time(zone)),
                Generation = row.Next(column => column.LongCount()),
            },
            FailureThreshold = row.Next(column => column.Count()),
            RecoveryTimeoutSeconds = row.Next(column => column.Seconds()) ?? 0,
            UpdatedAt = row.Next(column => column.Time(zone)) ?? default,
        };
        return circuit with { Unreadable = row.Unreadable };
    }
}
