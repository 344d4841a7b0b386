using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Commands;

/// <summary>
/// Reads a duration: a TimeSpan, or a number of seconds, also as text. PowerShell would read 300 as ticks and "12" as
/// days.
/// </summary>
public sealed partial class DurationAttribute : CellAttribute
{
    private const string Expected =
        "a duration: give seconds from 0 (90, or '1.5'), a time such as '00:01:30', or a TimeSpan";

    /// <summary>The duration of a value; an error names the value and says what is expected.</summary>
    internal static TimeSpan? Read(object? value) => (TimeSpan?)new DurationAttribute().Transform(null!, value!);

    private protected override object Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return FromSeconds(seconds, text);

        // Only with a colon: a bare number would be days.
        return Clock().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            ? NotNegative(time)
            : throw Bad(text, Expected);
    }

    private protected override object Convert(object value) => value switch
    {
        TimeSpan time => NotNegative(time),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            FromSeconds(System.Convert.ToDouble(value, CultureInfo.InvariantCulture), value),
        _ => throw Bad(value, Expected),
    };

    private static TimeSpan FromSeconds(double seconds, object value) =>
        seconds >= 0 && seconds < TimeSpan.MaxValue.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Bad(value, Expected);

    private static TimeSpan NotNegative(TimeSpan time) => time >= TimeSpan.Zero ? time : throw Bad(time, Expected);

    [GeneratedRegex(@"^-?[0-9.]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
