using System.Globalization;
using Marianne.Durations;

namespace Marianne.Storage;

/// <summary>
/// Converts instants to the text that stores keep, and back. It has six digits of a second and is in UTC unless stated
/// otherwise.
/// </summary>
internal static class StoredTime
{
    private const string AfterAllTimes = "~";

    private static readonly string[] Formats =
    [
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>Returns the format of SQLite files: <c>2026-03-01T07:05:09.123456+00:00</c>.</summary>
    public static string WithOffset(DateTimeOffset time) => Digits(time) + "+00:00";

    /// <inheritdoc cref="WithOffset(DateTimeOffset)"/>
    public static string? WithOffset(DateTimeOffset? time) => time is { } known ? WithOffset(known) : null;

    /// <summary>Returns the format of JSON files: <c>2026-03-01T07:05:09.123456Z</c>.</summary>
    public static string WithZ(DateTimeOffset time) => Digits(time) + "Z";

    /// <summary>
    /// Returns the format of the learning store: <c>2026-03-01T08:05:09.123456</c>, local time without an offset.
    /// </summary>
    public static string Local(DateTimeOffset time, TimeZoneInfo zone) => Digits(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    /// <inheritdoc cref="Local(DateTimeOffset, TimeZoneInfo)"/>
    public static string? Local(DateTimeOffset? time, TimeZoneInfo zone) => time is { } known ? Local(known, zone) : null;

    /// <summary>
    /// Returns a day near an instant, as text. Times in a file may have any offset and any number of digits, so their texts
    /// are only roughly in order: SQL selects by days, and the instants themselves are compared afterwards. A day after the last
    /// one of the calendar is a text after all times.
    /// </summary>
    public static string? DayNear(DateTimeOffset? time, int days)
    {
        if (time is not { } known)
            return null;

        var span = TimeSpan.FromDays(days);
        return span > DateTimeOffset.MaxValue - known ? AfterAllTimes : Digits(AtUtc(known.UtcDateTime, -span))[..10];
    }

    /// <summary>
    /// Reads any of the formats: with or without a fraction of up to seven digits, with an offset or <c>Z</c>, or local time without
    /// either. A space may be in the place of the <c>T</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) => TryParse(text, TimeZoneInfo.Local, out time);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out DateTimeOffset)"/>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out DateTimeOffset time)
    {
        bool isTime = DateTime.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out DateTime read);
        time = isTime ? AtUtc(read, read.Kind == DateTimeKind.Utc ? TimeSpan.Zero : zone.GetUtcOffset(read)) : default;
        return isTime;
    }

    /// <summary>
    /// Returns the time of a new save: the current time in microseconds, but always later than the previous save.
    /// </summary>
    public static DateTimeOffset After(DateTimeOffset previous, DateTimeOffset now)
    {
        DateTimeOffset time = Truncate(now);
        return time > previous ? time : Truncate(Duration.After(Truncate(previous), TimeSpan.FromMicroseconds(1)));
    }

    /// <summary>Truncates an instant to microseconds, the precision of stores.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private static DateTimeOffset AtUtc(DateTime clock, TimeSpan offset) =>
        new(Math.Clamp(clock.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static string Digits(DateTimeOffset time) => Digits(time.UtcDateTime);

    private static string Digits(DateTime clock) =>
        clock.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
