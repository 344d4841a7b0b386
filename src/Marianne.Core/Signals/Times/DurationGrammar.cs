using System.Globalization;
using System.Xml;

namespace Marianne.Signals;

/// <summary>Reads lengths of time: <c>39.6s</c>, <c>6m0s</c>, <c>2 hours and 15 minutes</c>, <c>under a minute</c>.</summary>
internal static class DurationGrammar
{
    private const double Day = 86_400;

    private static readonly string[] NumberWords =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

    private static readonly Dictionary<string, double> TensWords = new()
    {
        ["fifteen"] = 15,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["ninety"] = 90,
    };

    /// <summary>Returns a length of time with its unit or units, or <c>null</c> if there is none.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public static TimeSpan? Read(TimeCursor cursor)
    {
        if (Iso(cursor) is { } iso)
            return iso;

        if (IsHourAndMinute(cursor) || cursor.Try(Part) is not { } part)
            return null;

        double total = 0;
        for ((double Number, double Unit)? next = part; next is { } current; next = cursor.Try(at => Following(at, current.Unit)))
            total += (current.Number + HalfAfter(cursor)) * current.Unit;
        return Of(total);
    }

    /// <summary>Returns a span such as <c>00:05:00</c> or <c>2h15</c>, or <c>null</c> if there is none.</summary>
    /// <param name="cursor">The position, which is moved behind it.</param>
    public static TimeSpan? Span(TimeCursor cursor) =>
        IsHourAndMinute(cursor) && cursor.TakeInteger(0, 99) is { } whole && cursor.TakeWord("h") && cursor.TakeInteger(0, 59) is { } rest
            ? new TimeSpan(whole, rest, 0)
        : cursor.TakeInteger(0, 99) is { } hours
        && cursor.Take(':') && cursor.TakeInteger(0, 59) is { } minutes
        && cursor.Take(':') && cursor.TakeNumber() is { } seconds and < 60
        && !cursor.Next.Is(':') && !cursor.Next.IsWord("am", "pm", "a", "p") && hours < 24
            ? new TimeSpan(hours, minutes, 0) + TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Returns a number of seconds as a span, which is limited so that it cannot overflow.</summary>
    /// <param name="seconds">The seconds.</param>
    public static TimeSpan Of(double seconds) =>
        TimeSpan.FromMilliseconds(Math.Round(Math.Min(seconds, 2 * NamedTime.Longest.TotalSeconds) * 1000, 3));

    /// <summary>Determines whether 18h30 follows: a clock or a length of time, in which the minutes have no unit.</summary>
    private static bool IsHourAndMinute(TimeCursor cursor) =>
        cursor.Next.Kind == TimeTokenKind.Number && cursor.Ahead(1).IsWord("h")
        && cursor.Ahead(2) is { Kind: TimeTokenKind.Number, AfterBreak: false, Text.Length: 2 } && UnitOf(cursor.Ahead(3)) is null;

    private static (double Number, double Unit)? Following(TimeCursor cursor, double unit)
    {
        cursor.Take(',');
        cursor.TakeWord("and");
        return Part(cursor) is { } part && part.Unit < unit ? part : null;
    }

    private static (double Number, double Unit)? Part(TimeCursor cursor)
    {
        if (Number(cursor) is not { } number)
            return null;
        _ = cursor.Next.Is('-') && cursor.Ahead(1).Kind == TimeTokenKind.Word && cursor.Take('-'); // a 30-second wait
        return Unit(cursor) is { } unit ? (number, unit) : null;
    }

    /// <summary>Returns a half for an hour and a half, and otherwise 0.</summary>
    private static double HalfAfter(TimeCursor cursor) =>
        cursor.Try(static next => next.TakeWord("and") && next.TakeWord("a") && next.TakeWord("half") ? 0.5 : default(double?)) ?? 0;

    private static double? Number(TimeCursor cursor)
    {
        if (cursor.Next.IsWord("half") && cursor.Ahead(1).IsWord("a", "an"))
        {
            cursor.At += 2;
            return 0.5;
        }

        if (cursor.TakeNumber() is { } number)
        {
            // The end of a range counts: 5-10 minutes.
            return cursor.Try(static next => next.Take('-') | next.TakeWord("to") ? next.TakeNumber() : null) ?? number;
        }

        TimeToken word = cursor.Next;
        double? value = word.IsWord("a", "an") ? 1
            : Array.IndexOf(NumberWords, word.Text) is >= 0 and var small ? small
            : TensWords.TryGetValue(word.Text, out double tens) ? tens
            : null;
        if (value is not null)
            cursor.At++;
        return value;
    }

    private static double? Unit(TimeCursor cursor)
    {
        double? unit = UnitOf(cursor.Next);
        if (unit is not null)
        {
            cursor.At++;
            if (cursor.Next.Is('.') && cursor.Ahead(1).Kind == TimeTokenKind.Number && !cursor.Next.AfterBlank)
                return null; // Part of something else, such as a version.
        }

        return unit;
    }

    private static double? UnitOf(TimeToken token) => token.Kind != TimeTokenKind.Word ? null : token.Text switch
    {
        "ms" or "msec" or "msecs" or "milliseconds" or "millisecond" or "millis" => 0.001,
        "s" or "sec" or "secs" or "second" or "seconds" => 1,
        "m" or "min" or "mins" or "minute" or "minutes" => 60,
        "h" or "hr" or "hrs" or "hour" or "hours" => 3600,
        "d" or "day" or "days" => Day,
        "w" or "wk" or "wks" or "week" or "weeks" => 7 * Day,
        _ => null,
    };

    /// <summary>PT1M30S, P1DT2H.</summary>
    private static TimeSpan? Iso(TimeCursor cursor)
    {
        if (!cursor.Next.IsWord("p", "pt") || cursor.Ahead(1) is not { Kind: TimeTokenKind.Number, AfterBlank: false })
            return null;

        int start = cursor.At;
        string text = cursor.Next.Text;
        for (cursor.At++; cursor.Next is { Kind: TimeTokenKind.Word or TimeTokenKind.Number, AfterBlank: false }; cursor.At++)
            text += cursor.Next.Text;
        try
        {
            return Of(XmlConvert.ToTimeSpan(text.ToUpper(CultureInfo.InvariantCulture)).TotalSeconds);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            cursor.At = start;
            return null;
        }
    }
}
