using System.Globalization;
using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>Finds when a limit ends in what a sheet wrote about it.</summary>
public static partial class ResetTimeParser
{
    /// <summary>A month and a day: no quota is renewed later.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(32);

    /// <summary>A time of day that went by so recently is not meant for tomorrow.</summary>
    private static readonly TimeSpan JustNow = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time at which the limit ends: of all that the output names, the one that was written last and lies in the
    /// future, at most 32 days off. Nothing when there is none.
    /// </summary>
    /// <param name="output">What the sheet wrote.</param>
    /// <param name="now">The time at which it did.</param>
    /// <param name="zone">The zone of times that name none.</param>
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

    /// <summary>A number of seconds, and what is absurd as the longest that is not.</summary>
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

        // At either end of the calendar there is no room for an offset.
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

    /// <summary>The instant of a local time; one that the change to summer time leaves out is an hour later.</summary>
    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
