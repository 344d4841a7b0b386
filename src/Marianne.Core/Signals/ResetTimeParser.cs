using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>Finds the time at which a rate limit ends in the output of a sheet.</summary>
public static partial class ResetTimeParser
{
    /// <summary>The longest time until a limit ends: a month and a day, the longest quota.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(32);

    /// <summary>A time of day that has passed by no more than this does not mean tomorrow.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Returns the time at which the limit ends, or <c>null</c> if the output does not name one. If it names several, the last
    /// one that is in the future, by at most 32 days, counts.
    /// </summary>
    /// <param name="output">The output.</param>
    /// <param name="now">The time at which it was written.</param>
    /// <param name="zone">The time zone of times that do not name one.</param>
    public static DateTimeOffset? Find(string output, DateTimeOffset now, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(zone);

        (Regex Form, Func<Match, DateTimeOffset?> Read)[] forms =
        [
            (Span(), match => After(match, now)),
            (ClockSpan(), match => now + Time(match.Groups["span"])),
            (BareSeconds(), match => now + Seconds(match.Groups["n"], 1)),
            (UnixTime(), Unix),
            (HttpDate(), Http),
            (DateAndTime(), match => Dated(match, zone)),
            (TimeOfDay(), match => Clock(match, now, zone)),
        ];

        return forms
            .SelectMany(form => form.Form.Matches(output).Select(match => (match.Index, Time: form.Read(match))))
            .Where(found => found.Time > now && found.Time - now <= Longest)
            .OrderBy(found => found.Index)
            .LastOrDefault()
            .Time;
    }

    private static DateTimeOffset? After(Match match, DateTimeOffset now) =>
        match.Groups["n"].Captures.Zip(match.Groups["unit"].Captures)
            .Aggregate(now, (time, part) => time + Seconds(part.First, SecondsOf(part.Second.Value)));

    /// <summary>Returns a time span, limited so that it cannot overflow; such a time is ignored afterwards.</summary>
    private static TimeSpan Seconds(Capture number, double unit) =>
        TimeSpan.FromSeconds(Math.Min(
            double.Parse(number.ValueSpan, CultureInfo.InvariantCulture) * unit, 2 * Longest.TotalSeconds));

    private static TimeSpan? Time(Capture span) =>
        TimeSpan.TryParseExact(span.ValueSpan, @"h\:mm\:ss", CultureInfo.InvariantCulture, out TimeSpan time) ? time : null;

    private static double SecondsOf(string unit) => unit.ToLowerInvariant() switch
    {
        "ms" => 0.001,
        ['m', 'i', 'l', ..] => 0.001,
        ['d', ..] => 86_400,
        ['h', ..] => 3600,
        ['m', ..] => 60,
        _ => 1,
    };

    private static DateTimeOffset? Unix(Match match) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture));

    private static DateTimeOffset? Http(Match match) =>
        DateTimeOffset.TryParseExact(
            match.Groups["date"].Value, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time)
            ? time
            : null;

    private static DateTimeOffset? Dated(Match match, TimeZoneInfo zone)
    {
        string local = $"{match.Groups["date"].Value}T{match.Groups["time"].Value}";
        string offset = match.Groups["offset"].Value.ToUpperInvariant();
        if (offset is [('+' or '-'), ..])
        {
            return DateTimeOffset.TryParse(local + offset, CultureInfo.InvariantCulture, out DateTimeOffset exact)
                ? exact
                : null;
        }

        // At both ends of the calendar, an offset would overflow.
        return DateTime.TryParse(local, CultureInfo.InvariantCulture, out DateTime time) && time.Year is > 1 and < 9999
            ? InZone(time, offset.Length == 0 ? zone : TimeZoneInfo.Utc)
            : null;
    }

    private static DateTimeOffset? Clock(Match match, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (!TimeOnly.TryParse(
            $"{match.Groups["clock"].Value} {match.Groups["half"].Value.Replace(".", "", StringComparison.Ordinal)}",
            CultureInfo.InvariantCulture,
            out TimeOnly clock))
        {
            return null;
        }

        zone = TimeZoneName.Find(match.Groups["zone"].Value) ?? zone;
        DateTime today = TimeZoneInfo.ConvertTime(now, zone).Date;
        if (match.Groups["day"].Success)
        {
            return DateTime.TryParse(
                $"{match.Groups["day"].Value} {match.Groups["month"].Value[..3]} {today.Year}",
                CultureInfo.InvariantCulture,
                out DateTime day)
                ? InZone((day < today.AddDays(-1) ? day.AddYears(1) : day) + clock.ToTimeSpan(), zone)
                : null;
        }

        DateTime next = today + clock.ToTimeSpan();
        bool isTomorrow = match.Groups["tomorrow"].Success || InZone(next, zone) <= now - JustNow;
        return InZone(isTomorrow ? next.AddDays(1) : next, zone);
    }

    /// <summary>Returns the instant of a local time. A time that daylight saving time skips is moved by an hour.</summary>
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
