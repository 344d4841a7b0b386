using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The clock of the server, by which all processes that share a store agree when something is due. What a process records is moved to
/// it, and what it reads is moved back to its own clock. Clocks that differ by less than half a second are taken as equal, so that the
/// time that the answer takes does not move anything.
/// </summary>
/// <param name="ahead">The time by which the server's clock is ahead of the one of this process.</param>
internal readonly struct ServerClock(TimeSpan ahead)
{
    /// <summary>Reads the clock of the server, unless the clock of the process is not the system's.</summary>
    public static async ValueTask<ServerClock> ReadAsync(SqlSession session, TimeProvider time)
    {
        if (time != TimeProvider.System)
            return default;

        var server = (DateTime)(await session.ScalarAsync("SELECT clock_timestamp()").ConfigureAwait(false))!;
        TimeSpan ahead = new DateTimeOffset(server) - time.GetUtcNow();
        return new ServerClock(TimeSpan.FromSeconds(Math.Round(ahead.TotalSeconds)));
    }

    /// <summary>Returns a rate limit with the times of the server.</summary>
    public LearnedRateLimit ToServer(LearnedRateLimit limit) => Move(limit, ahead);

    /// <summary>Returns a rate limit with the times of this process.</summary>
    public LearnedRateLimit ToLocal(LearnedRateLimit limit) => Move(limit, -ahead);

    /// <summary>Returns a circuit breaker with the times of the server.</summary>
    public Circuit ToServer(Circuit circuit) => Move(circuit, ahead);

    /// <summary>Returns a circuit breaker with the times of this process.</summary>
    public Circuit ToLocal(Circuit circuit) => Move(circuit, -ahead);

    private static LearnedRateLimit Move(LearnedRateLimit limit, TimeSpan by) =>
        limit with { RecordedAt = Move(limit.RecordedAt, by), ExpiresAt = Move(limit.ExpiresAt, by) };

    private static Circuit Move(Circuit circuit, TimeSpan by) => circuit with
    {
        UpdatedAt = Move(circuit.UpdatedAt, by),
        State = circuit.State with { OpenedAt = Move(circuit.State.OpenedAt, by), ProbeUntil = Move(circuit.State.ProbeUntil, by) },
    };

    private static DateTimeOffset? Move(DateTimeOffset? time, TimeSpan by) => time is { } known ? Move(known, by) : null;

    private static DateTimeOffset Move(DateTimeOffset time, TimeSpan by) =>
        new(Math.Clamp(time.UtcTicks + by.Ticks, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
}
