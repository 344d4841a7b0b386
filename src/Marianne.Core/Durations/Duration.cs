namespace Marianne.Durations;

/// <summary>Durations that a score may write as any number of seconds.</summary>
internal static class Duration
{
    /// <summary>The longest, a year: nobody waits for more, and the calendar has a day at the end of it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The duration; a longer one becomes the longest.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds >= Longest.TotalSeconds ? Longest : TimeSpan.FromSeconds(seconds);

    /// <summary>The duration; a longer one becomes the longest.</summary>
    public static TimeSpan FromMinutes(double minutes) => FromSeconds(minutes * 60);

    /// <summary>The longer of two.</summary>
    public static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The shorter of two.</summary>
    public static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
