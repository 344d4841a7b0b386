namespace Marianne.Durations;

/// <summary>
/// Converts the times of execution histories and of incidents: seconds since 1970 as a double, exactly as in a file.
/// DateTimeOffset is only used to show them.
/// </summary>
public static class UnixTime
{
    private static readonly double Earliest = Of(DateTimeOffset.MinValue);
    private static readonly double Latest = Of(DateTimeOffset.MaxValue);

    /// <summary>Returns the seconds since 1970 of an instant.</summary>
    public static double Of(DateTimeOffset instant)
    {
        long ticks = instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return (ticks / TimeSpan.TicksPerSecond) + ((double)(ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerSecond);
    }

    /// <summary>Determines whether a DateTimeOffset can represent the seconds.</summary>
    public static bool IsInstant(double seconds) => seconds >= Earliest && seconds <= Latest;

    /// <summary>Returns the instant, rounded to a tick.</summary>
    public static DateTimeOffset ToInstant(double seconds)
    {
        double whole = Math.Floor(seconds);
        long ticks = ((long)whole * TimeSpan.TicksPerSecond) + (long)Math.Round((seconds - whole) * TimeSpan.TicksPerSecond);
        long latest = DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(ticks, -DateTimeOffset.UnixEpoch.Ticks, latest));
    }

    /// <inheritdoc cref="ToInstant(double)"/>
    public static DateTimeOffset? ToInstant(double? seconds) => seconds is { } known ? ToInstant(known) : null;

    /// <summary>Determines whether a TimeSpan can represent the seconds.</summary>
    public static bool IsDuration(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds;

    /// <summary>Returns the duration, rounded to a tick.</summary>
    public static TimeSpan? ToDuration(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
