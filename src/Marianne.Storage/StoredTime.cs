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

    /// <summary>The length of a written time without its offset.</summary>
    private const int LengthOfDigits = 26;

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
        bool isTime = TryParseWritten(text, out DateTime read) || DateTime.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out read);
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

    /// <summary>
    /// Reads exactly what <see cref="WithOffset(DateTimeOffset)"/>, <see cref="WithZ"/> and <see cref="Local(DateTimeOffset, TimeZoneInfo)"/>
    /// return. Nearly all times are such texts, and general parsing takes most of the time that it takes to read a job.
    /// </summary>
    private static bool TryParseWritten(ReadOnlySpan<char> text, out DateTime time)
    {
        time = default;
        bool isUtc = text.EndsWith("+00:00") || text.EndsWith("Z");
        ReadOnlySpan<char> clock = !isUtc ? text : text[^1] == 'Z' ? text[..^1] : text[..^6];
        if (clock.Length != LengthOfDigits
            || (clock[4], clock[7], clock[10], clock[13], clock[16], clock[19]) is not ('-', '-', 'T', ':', ':', '.'))
        {
            return false;
        }

        (int year, int month, int day) = (Number(clock[..4]), Number(clock[5..7]), Number(clock[8..10]));
        (int hour, int minute, int second) = (Number(clock[11..13]), Number(clock[14..16]), Number(clock[17..19]));
        int microsecond = Number(clock[20..]);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59 || microsecond < 0)
        {
            return false;
        }

        DateTimeKind kind = isUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified;
        time = new DateTime(year, month, day, hour, minute, second, kind).AddTicks(microsecond * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    /// <summary>Returns the number that some digits are, or -1 if they are not digits.</summary>
    private static int Number(ReadOnlySpan<char> digits)
    {
        int number = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return -1;
            number = (number * 10) + (digit - '0');
        }

        return number;
    }

    private static DateTimeOffset AtUtc(DateTime clock, TimeSpan offset) =>
        new(Math.Clamp(clock.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static string Digits(DateTimeOffset time) => Digits(time.UtcDateTime);

    private static string Digits(DateTime clock) =>
        clock.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
