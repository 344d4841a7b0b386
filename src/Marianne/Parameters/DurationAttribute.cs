using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using Marianne.Durations;

namespace Marianne.Commands;

/// <summary>
/// Converts a duration: a TimeSpan, or a number of seconds, also as text and with units. PowerShell would convert 300 to ticks and
/// "12" to days.
/// </summary>
public sealed partial class DurationAttribute : CellAttribute
{
    private const string Expected =
        "a valid duration. Specify a number of seconds such as 90 or '1.5', a text such as 30s, 10m, 2h or 7d, a time such as "
        + "'00:01:30', or a TimeSpan";

    /// <summary>Converts a value to a duration. An error names the value and what is expected.</summary>
    internal static TimeSpan? Read(object? value) => (TimeSpan?)new DurationAttribute().Transform(null!, value!);

    /// <summary>
    /// PowerShell takes 7d and 7D for the decimal number 7. An argument knows how it was written; a value of a variable does not.
    /// </summary>
    private protected override string? Written(object? argument) =>
        argument is PSObject { BaseObject: decimal } && LanguagePrimitives.ConvertTo<string>(argument) is { } text
            && text.EndsWith("d", StringComparison.OrdinalIgnoreCase) && DurationParser.Seconds(text) is not null
                ? text
                : null;

    private protected override object Parse(string text)
    {
        if (DurationParser.Seconds(text) is { } seconds)
            return FromSeconds(seconds, text);

        // Without a colon, TimeSpan would parse a number of days.
        return Clock().IsMatch(text) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time)
            ? InRange(time)
            : throw Invalid(text, Expected);
    }

    private protected override object Convert(object value) => value switch
    {
        TimeSpan time => InRange(time),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            FromSeconds(System.Convert.ToDouble(value, CultureInfo.InvariantCulture), value),
        _ => throw Invalid(value, Expected),
    };

    private static TimeSpan FromSeconds(double seconds, object value) =>
        seconds > Duration.LongestStored.TotalSeconds ? throw TooLong(value)
        : seconds >= 0 ? TimeSpan.FromSeconds(seconds)
        : throw Invalid(value, Expected);

    private static TimeSpan InRange(TimeSpan time) =>
        time > Duration.LongestStored ? throw TooLong(time)
        : time >= TimeSpan.Zero ? time
        : throw Invalid(time, Expected);

    private static Exception TooLong(object value) => Invalid(
        value,
        $"a valid duration, because it is too long to be stored. Specify at most {Duration.LongestStored.TotalSeconds:F0} seconds");

    [GeneratedRegex(@"^-?[0-9.]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
