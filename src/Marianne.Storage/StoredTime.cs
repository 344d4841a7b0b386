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

    /// <summary>The length of a time without a fraction and an offset.</summary>
    private const int WholeSeconds = 19;

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
    /// <remarks>Listings read thousands of times, and .NET interprets its patterns anew for each.</remarks>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time) => TryParse(text, TimeZoneInfo.Local, out time);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out DateTimeOffset)"/>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out DateTimeOffset time)
    {
        time = default;
        if (!TryReadSeconds(text, out DateTime clock))
            return false;

        ReadOnlySpan<char> rest = text[WholeSeconds..];
        clock = clock.AddTicks(ReadFraction(ref rest));
        if (rest.IsEmpty)
        {
            time = AtUtc(clock, zone.GetUtcOffset(clock));
            return true;
        }

        if (!TryReadOffset(rest, out TimeSpan offset) || (ulong)(clock.Ticks - offset.Ticks) > (ulong)DateTime.MaxValue.Ticks)
            return false;

        time = AtUtc(clock, offset);
        return true;
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

    private static bool TryReadSeconds(ReadOnlySpan<char> text, out DateTime clock)
    {
        clock = default;
        if (text is not [_, _, _, _, '-', _, _, '-', _, _, 'T' or ' ', _, _, ':', _, _, ':', _, _, ..]
            || !TryReadNumber(text[..4], 1, 9999, out int year)
            || !TryReadNumber(text[5..7], 1, 12, out int month)
            || !TryReadNumber(text[8..10], 1, DateTime.DaysInMonth(year, month), out int day)
            || !TryReadNumber(text[11..13], 0, 23, out int hour)
            || !TryReadNumber(text[14..16], 0, 59, out int minute)
            || !TryReadNumber(text[17..19], 0, 59, out int second))
        {
            return false;
        }

        clock = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    /// <summary>Returns the ticks of a fraction of a second, and removes it from the text.</summary>
    private static long ReadFraction(ref ReadOnlySpan<char> text)
    {
        if (text is not ['.', ..])
            return 0;

        long ticks = 0;
        int next = 1;
        for (long unit = TimeSpan.TicksPerSecond / 10; unit > 0 && next < text.Length && char.IsAsciiDigit(text[next]); unit /= 10)
            ticks += (text[next++] - '0') * unit;
        text = text[next..];
        return ticks;
    }

    private static bool TryReadOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (text is ['Z'])
            return true;

        // Some write +0530.
        if (text is not (['+' or '-', _, _, ':', _, _] or ['+' or '-', _, _, _, _])
            || !TryReadNumber(text[1..3], 0, 14, out int hours)
            || !TryReadNumber(text[^2..], 0, 59, out int minutes)
            || hours * 60 + minutes > 14 * 60)
        {
            return false;
        }

        var size = new TimeSpan(hours, minutes, 0);
        offset = text[0] == '-' ? -size : size;
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<char> digits, int minimum, int maximum, out int number)
    {
        number = 0;
        foreach (char digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
                return false;
            number = (number * 10) + (digit - '0');
        }

        return number >= minimum && number <= maximum;
    }

    private static DateTimeOffset AtUtc(DateTime clock, TimeSpan offset) =>
        new(Math.Clamp(clock.Ticks - offset.Ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static string Digits(DateTimeOffset time) => Digits(time.UtcDateTime);

    private static string Digits(DateTime clock) =>
        clock.ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
