using System.Globalization;

namespace Marianne.Storage;

/// <summary>Instants as stores write them: text in UTC, always with six digits of a second.</summary>
internal static class StoredTime
{
    private const DateTimeStyles AsUtc = DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal;

    private static readonly string[] Forms =
    [
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The form of the SQLite files: <c>2026-03-01T07:05:09.123456+00:00</c>.</summary>
    public static string WithOffset(DateTimeOffset time) => Digits(time) + "+00:00";

    /// <summary>The form of the JSON files: <c>2026-03-01T07:05:09.123456Z</c>.</summary>
    public static string WithZ(DateTimeOffset time) => Digits(time) + "Z";

    /// <summary>Reads any form: with or without a fraction, with an offset or <c>Z</c>, or local time without one.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        bool isTime = DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, AsUtc, out DateTime utc);
        time = isTime ? new DateTimeOffset(utc) : default;
        return isTime;
    }

    /// <summary>The time of a new save: now, to the microsecond, and later than the one before it.</summary>
    public static DateTimeOffset After(DateTimeOffset previous, DateTimeOffset now)
    {
        DateTimeOffset time = Truncate(now);
        return time > previous ? time : Truncate(previous).AddMicroseconds(1);
    }

    /// <summary>A time to the microsecond, which is what stores keep.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static string Digits(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
