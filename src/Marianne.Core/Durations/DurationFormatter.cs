using System.Globalization;

namespace Marianne.Durations;

/// <summary>Durations as a person says them.</summary>
public static class DurationFormatter
{
    /// <summary>A duration: <c>850 ms</c>, <c>12.3 s</c>, <c>4 min 05 s</c>, <c>2 h 10 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Of(TimeSpan duration)
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
        return text.ToString(CultureInfo.CurrentCulture);
    }

    /// <summary>
    /// A wait, which is chosen and not measured, so that seconds are often whole: <c>5 s</c>, <c>17 h 53 min</c>.
    /// </summary>
    public static string OfWait(TimeSpan wait) => wait.TotalSeconds is >= 0.95 and < 59.95
        ? wait.TotalSeconds.ToString("0.# s", CultureInfo.CurrentCulture)
        : Of(wait);
}
