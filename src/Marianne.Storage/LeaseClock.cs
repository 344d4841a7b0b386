using Marianne.Jobs;
using Marianne.Storage.Relational;

namespace Marianne.Storage;

/// <summary>
/// The clock by which leases are measured, in microseconds: the one of the server or, where there is none, the time since this machine
/// was started, which no clock that is set can move.
/// </summary>
/// <param name="Time">The clock of this process.</param>
/// <param name="Processes">The processes of this machine.</param>
internal sealed record LeaseClock(TimeProvider Time, IProcessList Processes)
{
    /// <summary>The time since this machine was started.</summary>
    public long Uptime => Microseconds(Time.GetElapsedTime(0));

    /// <summary>Returns the current time, or <c>null</c> if the server has it.</summary>
    public long? Now(SqlDialect dialect) =>
        !dialect.HasClock ? Uptime
        : Time == TimeProvider.System ? null
        : Microseconds(Time.GetUtcNow() - DateTimeOffset.UnixEpoch);

    /// <summary>Returns what a lease needs to be measured by this clock: it ended if the machine was started again.</summary>
    public string Boot(SqlDialect dialect) => dialect.HasClock ? "" : Processes.BootId;

    /// <summary>Returns an expression of the current time.</summary>
    /// <param name="dialect">The dialect.</param>
    /// <param name="parameter">The parameter with the value of <see cref="Now"/>.</param>
    public static string Sql(SqlDialect dialect, string parameter) => $"coalesce(CAST({parameter} AS BIGINT), {dialect.Clock})";

    /// <summary>Returns a length of time as stores keep it.</summary>
    public static long Microseconds(TimeSpan length) => length.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Returns what is left of a lease. One that was measured by another clock has ended.</summary>
    /// <param name="endsAt">The end of the lease.</param>
    /// <param name="lease">The length of the lease. More cannot be left.</param>
    /// <param name="now">The current time.</param>
    /// <param name="isMeasured">Indicates whether this clock measured the lease.</param>
    public static TimeSpan Remaining(long endsAt, long lease, long now, bool isMeasured) =>
        TimeSpan.FromMicroseconds(isMeasured && endsAt - now <= lease ? Math.Max(endsAt - now, 0) : 0);
}
