namespace Marianne.Durations;

/// <summary>
/// Instants as histories keep them: seconds since 1970 as a double, exactly as a file has them. An instant of .NET is
/// only what a person reads.
/// </summary>
internal static class UnixTime
{
    private static readonly double Earliest = Of(DateTimeOffset.MinValue);
    private static readonly double Latest = Of(DateTimeOffset.MaxValue);

    /// <summary>The seconds of an instant.</summary>
    public static double Of(DateTimeOffset instant)
    {
        long ticks = instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;
        return (ticks / TimeSpan.TicksPerSecond) + ((double)(ticks % TimeSpan.TicksPerSecond) / TimeSpan.TicksPerSecond);
    }

    /// <summary>Whether .NET has an instant for it.</summary>
    public static bool IsInstant(double seconds) => seconds >= Earliest && seconds <= Latest;

    /// <summary>The instant, to the tick.</summary>
    public static DateTimeOffset ToInstant(double seconds)
    {
        double whole = Math.Floor(seconds);
        long ticks = ((long)whole * TimeSpan.TicksPerSecond) + (long)Math.Round((seconds - whole) * TimeSpan.TicksPerSecond);
        long latest = DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks;
        return DateTimeOffset.UnixEpoch.AddTicks(Math.Clamp(ticks, -DateTimeOffset.UnixEpoch.Ticks, latest));
    }

    /// <inheritdoc cref="ToInstant(double)"/>
    public static DateTimeOffset? ToInstant(double? seconds) => seconds is { } known ? ToInstant(known) : null;

    /// <summary>Whether .NET has a duration for it.</summary>
    public static bool IsDuration(double seconds) => Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds;

    /// <summary>The duration, to the tick.</summary>
    public static TimeSpan? ToDuration(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
