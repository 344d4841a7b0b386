using System.Globalization;

namespace Marianne.Commands;

/// <summary>Converts a time, also as text. A text without a time zone is local time; its month comes before its day.</summary>
public sealed class TimeAttribute : CellAttribute
{
    private const string Expected = "a valid time. Specify a time such as '2026-03-01 07:05' or '2026-03-01T07:05:09+01:00'";

    private protected override object Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset instant)
            ? instant.LocalDateTime
            : throw Invalid(text, Expected);

    private protected override object Convert(object value) => value switch
    {
        DateTime => value,
        DateTimeOffset instant => instant.LocalDateTime,
        _ => throw Invalid(value, Expected),
    };
}
