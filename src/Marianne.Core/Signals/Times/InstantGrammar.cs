namespace Marianne.Signals;

/// <summary>
/// Reads instants: dates with or without a time of day, times of day with or without a day, Unix times, and the three forms of
/// dates in HTTP.
/// </summary>
/// <param name="now">The current time.</param>
/// <param name="local">The zone of times that do not name one.</param>
internal sealed class InstantGrammar(DateTimeOffset now, TimeZoneInfo local)
{
    private const int SecondsDigits = 10;
    private const int MillisecondsDigits = 13;

    /// <summary>Returns a Unix time in seconds or milliseconds, or <c>null</c> if there is none.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public static NamedTime? Unix(TimeCursor cursor)
    {
        string digits = cursor.Next.Kind == TimeTokenKind.Number ? cursor.Next.Text : "";
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int length = point < 0 ? digits.Length : point;
        if (length is not (SecondsDigits or MillisecondsDigits) || cursor.TakeNumber() is not { } number)
            return null;
        double milliseconds = length == SecondsDigits ? number * 1000 : number;
        return new NamedTime(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds));
    }

    /// <summary>Returns an instant, or <c>null</c> if there is none that can be read whole.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public NamedTime? Read(TimeCursor cursor) =>
        cursor.Try(Unix) ?? cursor.Try(Asctime) ?? cursor.Try(DayFirst) ?? cursor.Try(ClockFirst);

    /// <summary>Wed Mar 11 15:00:00 2026, which is in UTC.</summary>
    private static NamedTime? Asctime(TimeCursor cursor)
    {
        if (cursor.Next.Kind != TimeTokenKind.Word || DateGrammar.Read(cursor) is not { } day
            || ClockGrammar.Read(cursor) is not { IsToTheMinute: false } clock
            || cursor.Next.Text.Length != 4 || cursor.TakeInteger(1970, 9999) is not { } year)
        {
            return null;
        }

        return day.Resolve(new DateOnly(year, 1, 1)) is [var date, ..] && date.Year == year
            ? new NamedTime(new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue) + clock.Time, TimeSpan.Zero))
            : null;
    }

    /// <summary>2026-03-12T00:00:00Z; Mar 16 at 1pm (Asia/Seoul); Mon 12:00am; tomorrow; 4/2/2026.</summary>
    private NamedTime? DayFirst(TimeCursor cursor)
    {
        if (DateGrammar.Read(cursor) is not { } day)
            return null;

        int before = cursor.At;
        cursor.Take(',');
        cursor.TakeWord("t", "at", "from");
        ClockTime? clock = cursor.Try(ClockGrammar.Read);
        if (clock is null)
        {
            bool isCut = cursor.At > before && cursor.Next.Kind == TimeTokenKind.Number && !cursor.Ahead(-1).Is(',');
            if (isCut)
                return null; // A time of day follows that cannot be read.
            cursor.At = before;
        }

        return At(cursor, day, clock ?? new ClockTime(TimeSpan.Zero, true));
    }

    /// <summary>9pm; 4:33 AM GMT+5:30; 15:30 UTC; 9am tomorrow; 5pm on March 3.</summary>
    private NamedTime? ClockFirst(TimeCursor cursor)
    {
        if (ClockGrammar.Read(cursor) is not { } clock || TimeZoneGrammar.Read(cursor, local) is not { } zone)
            return null;

        CalendarDay? day = cursor.Try(static next =>
        {
            next.Take(',');
            next.TakeWord("on");
            return DateGrammar.Read(next);
        });
        return zone == local && day is not null
            ? At(cursor, day, clock)
            : Nearest(day is null ? Days : day.Resolve, clock, zone);
    }

    private NamedTime? At(TimeCursor cursor, CalendarDay day, ClockTime clock) =>
        TimeZoneGrammar.Read(cursor, local) is { } zone ? Nearest(day.Resolve, clock, zone) : null;

    private static IReadOnlyList<DateOnly> Days(DateOnly today) => [today, today.AddDays(1)];

    /// <summary>Returns the first of the days that may be meant on which the time is not long past.</summary>
    private NamedTime? Nearest(Func<DateOnly, IReadOnlyList<DateOnly>> days, ClockTime clock, TimeZoneInfo zone)
    {
        DateOnly today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        IEnumerable<DateTimeOffset> instants = days(today)
            .SelectMany(day => InZone(day.ToDateTime(TimeOnly.MinValue) + clock.Time, zone))
            .Where(instant => instant > now - NamedTime.JustPast);
        return instants.Select(instant => (NamedTime?)new NamedTime(instant, clock.IsToTheMinute)).FirstOrDefault();
    }

    /// <summary>
    /// Returns the instants of a local time. A time that daylight saving time skips is moved by an hour; one that it repeats
    /// has two.
    /// </summary>
    private static IEnumerable<DateTimeOffset> InZone(DateTime time, TimeZoneInfo zone)
    {
        time = DateTime.SpecifyKind(time, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
            time = time.AddHours(1);
        return zone.IsAmbiguousTime(time)
            ? zone.GetAmbiguousTimeOffsets(time).OrderDescending().Select(offset => new DateTimeOffset(time, offset))
            : [new DateTimeOffset(time, zone.GetUtcOffset(time))];
    }
}
