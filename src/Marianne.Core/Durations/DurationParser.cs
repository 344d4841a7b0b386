using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Durations;

/// <summary>Reads and writes durations as files and parameters have them: seconds, or numbers with units.</summary>
internal static partial class DurationParser
{
    /// <summary>
    /// A regular expression for durations with units: <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>1h30m</c>. Days may have an upper-case
    /// <c>D</c>, which PowerShell reads as a suffix of numbers. The lookahead requires at least one unit. The groups are the numbers of
    /// <see cref="Units"/>.
    /// </summary>
    public const string Pattern =
        @"^(?=[0-9])(?:([0-9]+(?:\.[0-9]+)?)[dD])?(?:([0-9]+(?:\.[0-9]+)?)h)?(?:([0-9]+(?:\.[0-9]+)?)m)?"
        + @"(?:([0-9]+(?:\.[0-9]+)?)s)?(?:([0-9]+(?:\.[0-9]+)?)ms)?$";

    /// <summary>The seconds of the units, the longest first: days, hours, minutes, seconds, milliseconds.</summary>
    private static readonly double[] Units = [86_400, 3_600, 60, 1, 0.001];

    /// <summary>
    /// Reads a number of seconds such as <c>1.5</c>, or numbers with units such as <c>500ms</c>, <c>30s</c>, <c>10m</c>, <c>2h</c>,
    /// <c>7d</c> and <c>1h30m</c>, the longest unit first. Returns the seconds, or <c>null</c> if the text is neither.
    /// </summary>
    /// <param name="text">The text.</param>
    public static double? Seconds(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return double.IsFinite(seconds) ? seconds : null;

        Match match = WithUnits().Match(text);
        return match.Success
            ? Units.Select((unit, index) => unit * NumberOf(match.Groups[index + 1])).Sum()
            : null;
    }

    /// <summary>Returns a duration with units, as <see cref="Seconds"/> reads it: <c>7d</c>, <c>1h30m</c>, <c>0.25s</c>.</summary>
    /// <param name="duration">The duration, not negative.</param>
    public static string Format(TimeSpan duration)
    {
        string whole = string.Concat(
            new[] { (duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m") }
                .Where(part => part.Item1 > 0)
                .Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Item1}{part.Item2}")));
        decimal seconds = duration.Ticks % TimeSpan.TicksPerMinute / (decimal)TimeSpan.TicksPerSecond;
        return seconds == 0 && whole.Length > 0 ? whole : string.Create(CultureInfo.InvariantCulture, $"{whole}{seconds:0.#######}s");
    }

    private static double NumberOf(Group group) =>
        group.Success ? double.Parse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex WithUnits();
}
