namespace Marianne.Durations;

/// <summary>Helpers for durations that a score may give as any number of seconds.</summary>
internal static class Duration
{
    /// <summary>The longest duration, a year. It keeps times within the range of the calendar.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>
    /// The longest time for which one timer is set, a day: timers take no more than some weeks. A longer wait uses several.
    /// </summary>
    public static readonly TimeSpan LongestTimer = TimeSpan.FromDays(1);

    /// <summary>Returns a number of seconds as a duration of at most <see cref="Longest"/>.</summary>
    /// <param name="seconds">The seconds.</param>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);

    /// <summary>Returns a number of minutes as a duration of at most <see cref="Longest"/>.</summary>
    /// <param name="minutes">The minutes.</param>
    public static TimeSpan FromMinutes(double minutes) => FromSeconds(minutes * 60);

    /// <summary>Returns the longer of two durations.</summary>
    /// <param name="one">A duration.</param>
    /// <param name="other">Another duration.</param>
    public static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Returns the shorter of two durations.</summary>
    /// <param name="one">A duration.</param>
    /// <param name="other">Another duration.</param>
    public static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
