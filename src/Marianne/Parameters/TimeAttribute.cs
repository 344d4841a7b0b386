using System.Globalization;

namespace Marianne.Commands;

/// <summary>Reads a time, also as text: one without a zone is local, and the month comes before the day in every culture.</summary>
public sealed class TimeAttribute : CellAttribute
{
    private const string Expected = "a time: give one such as '2026-03-01 07:05' or '2026-03-01T07:05:09+01:00'";

    private protected override object Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset instant)
            ? instant.LocalDateTime
            : throw Bad(text, Expected);

    private protected override object Convert(object value) => value switch
    {
        DateTime => value,
        DateTimeOffset instant => instant.LocalDateTime,
        _ => throw Bad(value, Expected),
    };
}
