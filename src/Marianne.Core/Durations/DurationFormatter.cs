using System.Globalization;

namespace Marianne.Durations;

/// <summary>Formats durations for users.</summary>
public static class DurationFormatter
{
    /// <summary>
    /// Formats a duration, as in <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 10 min</c> and <c>3 d 4 h</c>.
    /// </summary>
    /// <param name="duration">The duration.</param>
    public static string Of(TimeSpan duration) => Format(duration, CultureInfo.CurrentCulture);

    /// <summary>Formats a duration like <see cref="Of"/>, with the same result in every culture.</summary>
    /// <param name="duration">The duration.</param>
    public static string Invariant(TimeSpan duration) => Format(duration, CultureInfo.InvariantCulture);

    /// <summary>
    /// Formats the duration of a wait. It is often a whole number of seconds, as in <c>5 s</c>, and then has no decimal.
    /// </summary>
    /// <param name="wait">The duration.</param>
    public static string OfWait(TimeSpan wait) => wait.TotalSeconds is >= 0.95 and < 59.95
        ? wait.TotalSeconds.ToString("0.# s", CultureInfo.CurrentCulture)
        : Of(wait);

    private static string Format(TimeSpan duration, CultureInfo culture)
    {
        var rounded = TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds));
        FormattableString text = duration switch
        {
            { TotalMilliseconds: < 999.5 } => $"{duration.TotalMilliseconds:0} ms",
            { TotalSeconds: < 59.95 } => $"{duration.TotalSeconds:0.0} s",
            _ when rounded.TotalHours < 1 => $"{rounded.Minutes} min {rounded.Seconds:00} s",
            _ when rounded.TotalDays < 1 => $"{rounded.Hours} h {rounded.Minutes:00} min",
            _ => $"{rounded.Days} d {rounded.Hours} h",
        };
        return text.ToString(culture);
    }
}
