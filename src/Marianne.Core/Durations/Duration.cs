namespace Marianne.Durations;

/// <summary>Helpers for durations that a score may give as any number of seconds.</summary>
public static class Duration
{
    /// <summary>The longest duration, a year. It keeps times within the range of the calendar.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>
    /// The longest duration that a store can keep. Stores keep seconds as a floating-point number, so the last second of the range
    /// of <see cref="TimeSpan"/> could not be read back.
    /// </summary>
    public static readonly TimeSpan LongestStored = TimeSpan.FromSeconds(922_337_203_684);

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

    /// <summary>Determines whether a store can keep a number of seconds and read it back as a duration.</summary>
    /// <param name="seconds">The seconds.</param>
    public static bool IsStored(double seconds) => seconds >= 0 && seconds < LongestStored.TotalSeconds + 1;

    /// <summary>Returns why a store cannot keep a duration, or <c>null</c> if it can.</summary>
    /// <param name="duration">The duration.</param>
    public static string? FaultOf(TimeSpan? duration) => FaultOf(duration?.TotalSeconds);

    /// <inheritdoc cref="FaultOf(TimeSpan?)"/>
    /// <param name="seconds">The duration in seconds.</param>
    public static string? FaultOf(double? seconds) =>
        seconds is not { } known || IsStored(known) ? null : known < 0 ? "is negative" : "is too long to be stored";

    /// <summary>Returns an instant after another one, at most the last that a calendar has.</summary>
    /// <param name="instant">The instant.</param>
    /// <param name="span">The time between them, not negative.</param>
    public static DateTimeOffset After(DateTimeOffset instant, TimeSpan span) =>
        span < DateTimeOffset.MaxValue - instant ? instant + span : DateTimeOffset.MaxValue;

    /// <summary>Returns the longer of two durations.</summary>
    /// <param name="one">A duration.</param>
    /// <param name="other">Another duration.</param>
    public static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>Returns the shorter of two durations.</summary>
    /// <param name="one">A duration.</param>
    /// <param name="other">Another duration.</param>
    public static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
