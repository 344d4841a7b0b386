using System.Globalization;

namespace Marianne.Storage;

/// <summary>Instants as stores write them: text, always with six digits of a second, and in UTC unless it says otherwise.</summary>
internal static class StoredTime
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>The form of the SQLite files: <c>2026-03-01T07:05:09.123456+00:00</c>.</summary>
    public static string WithOffset(DateTimeOffset time) => Digits(time) + "+00:00";

    /// <summary>The same of a time that may not be known.</summary>
    public static string? WithOffset(DateTimeOffset? time) => time is { } known ? WithOffset(known) : null;

    /// <summary>The form of the JSON files: <c>2026-03-01T07:05:09.123456Z</c>.</summary>
    public static string WithZ(DateTimeOffset time) => Digits(time) + "Z";

    /// <summary>The form of the learning store's own times: <c>2026-03-01T08:05:09.123456</c>, local without an offset.</summary>
    public static string Local(DateTimeOffset time, TimeZoneInfo zone) => Digits(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    /// <summary>The same of a time that may not be known.</summary>
    public static string? Local(DateTimeOffset? time, TimeZoneInfo zone) => time is { } known ? Local(known, zone) : null;

    /// <summary>
    /// A day near a time, as text. Times in a file may have any offset and any number of digits, so that the order of the
    /// texts is only roughly that of the times: SQLite picks out the days, and the times are compared as times.
    /// </summary>
    public static string? DayNear(DateTimeOffset? time, int days) =>
        time is { } known ? Digits(AtUtc(known.UtcDateTime, TimeSpan.FromDays(-days)))[..10] : null;

    /// <summary>Reads any form: with or without a fraction, with an offset or <c>Z</c>, or local time without one.</summary>
    public static bool TryParse(string text, out DateTimeOffset time) => TryParse(text, TimeZoneInfo.Local, out time);

    /// <inheritdoc cref="TryParse(string, out DateTimeOffset)"/>
    public static bool TryParse(string text, TimeZoneInfo zone, out DateTimeOffset time)
    {
        bool isTime = DateTime.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime read);
        time = isTime ? AtUtc(read, read.Kind == DateTimeKind.Utc ? TimeSpan.Zero : zone.GetUtcOffset(read)) : default;
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

    private static DateTimeOffset AtUtc(DateTime clock, TimeSpan offset) =>
        new(Math.Clamp(clock.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static string Digits(DateTimeOffset time) => Digits(time.UtcDateTime);

    private static string Digits(DateTime clock) =>
        clock.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
