namespace Marianne.Signals;

/// <summary>Finds the times that a text names as those of the next attempt.</summary>
/// <remarks>
/// A time counts only after a word that announces it, such as <c>resets at</c> or <c>try again in</c>, and only if it can be
/// read whole. The parser reads a text once, from its beginning to its end.
/// </remarks>
internal static class NamedTimeParser
{
    private const int MostWordsBeforeCue = 3;

    /// <summary>The cues that follow their times.</summary>
    private static readonly string[] LateCues = ["zurückgesetzt", "zurück", "warten", "重置", "恢复", "重试", "再试", "リセット", "再試行", "再度", "もう一度"];

    /// <summary>Returns the latest time that a text names, or <c>null</c> if it names none that is plausible.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The time at which it was written.</param>
    /// <param name="local">The zone of times that do not name one.</param>
    public static NamedTime? Find(string text, DateTimeOffset now, TimeZoneInfo local) =>
        NamedTime.Latest(FindAll(text, now, local), now);

    /// <summary>Returns all times that a text names, plausible or not, in their order.</summary>
    /// <param name="text">The text.</param>
    /// <param name="now">The time at which it was written.</param>
    /// <param name="local">The zone of times that do not name one.</param>
    public static IReadOnlyList<NamedTime> FindAll(string text, DateTimeOffset now, TimeZoneInfo local)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(local);

        List<TimeToken> tokens = TimeTokenizer.Split(text);
        bool hasLateCue = tokens.Exists(token => token.IsWord(LateCues));
        var cursor = new TimeCursor(tokens);
        var instants = new InstantGrammar(now, local);
        List<NamedTime> found = [];
        while (cursor.Next.Kind != TimeTokenKind.End)
        {
            int start = cursor.At;
            NamedTime? time = cursor.Try(at => AfterCue(at, now, instants)) ?? cursor.Try(at => BeforeCue(at, now))
                ?? (hasLateCue ? cursor.Try(at => BeforeLateCue(at, now, instants)) : null);
            if (time is { } named)
                found.Add(named);
            else
                cursor.At = start + 1;
        }

        return found;
    }

    /// <summary>Reads the value of a header or a JSON key that holds a time, such as Retry-After.</summary>
    /// <param name="value">The value.</param>
    /// <param name="now">The current time.</param>
    /// <param name="unit">The length of the unit of a number that is no Unix time.</param>
    public static NamedTime? OfValue(string value, DateTimeOffset now, TimeSpan unit)
    {
        ArgumentNullException.ThrowIfNull(value);

        var cursor = new TimeCursor(TimeTokenizer.Split(value));
        return (cursor.Try(at => Whole(at, DurationGrammar.Read(at) is { } span ? new NamedTime(now + span) : null))
            ?? cursor.Try(at => Whole(at, new InstantGrammar(now, TimeZoneInfo.Utc).Read(at)))
            ?? cursor.Try(at => Whole(at, at.TakeNumber() is { } number
                ? new NamedTime(now + DurationGrammar.Of(number * unit.TotalSeconds))
                : null))) is { } time
            ? time with { IsToTheMinute = false }
            : null;

        static NamedTime? Whole(TimeCursor cursor, NamedTime? time) => cursor.Next.Kind == TimeTokenKind.End ? time : null;
    }

    private static NamedTime? AfterCue(TimeCursor cursor, DateTimeOffset now, InstantGrammar instants)
    {
        if (TimeCue.Read(cursor) is not { } kind)
            return null;
        if (kind == TimeCueKind.Unix)
            return cursor.Try(InstantGrammar.Unix);

        NamedTime? time = cursor.Try(at => Span(at, now))
            ?? (kind == TimeCueKind.Span && cursor.Try(DurationGrammar.Span) is { } span ? new NamedTime(now + span) : default(NamedTime?))
            ?? (kind == TimeCueKind.Span && IsClock(cursor) ? null : cursor.Try(instants.Read))
            ?? (kind is TimeCueKind.Seconds or TimeCueKind.Milliseconds ? cursor.Try(at => Number(at, kind, now)) : null);
        return time is { } named ? named with { IsWeak = kind == TimeCueKind.Renewal } : null;
    }

    /// <summary>2h 13m remaining; 30 seconds left; 5 minutes until reset.</summary>
    private static NamedTime? BeforeCue(TimeCursor cursor, DateTimeOffset now) =>
        cursor.Next.Kind == TimeTokenKind.Number && DurationGrammar.Read(cursor) is { } span
        && (cursor.TakeWord("remaining", "left") || (cursor.TakeWord("until", "before") && IsRetry(cursor)))
            ? new NamedTime(now + span)
            : null;

    /// <summary>
    /// am 12. März um 9:00 Uhr zurückgesetzt; 3月12日 9:00 にリセット; 60 秒后重试: in these languages the cue follows the time.
    /// </summary>
    private static NamedTime? BeforeLateCue(TimeCursor cursor, DateTimeOffset now, InstantGrammar instants)
    {
        TimeToken before = cursor.Ahead(-1);
        if (cursor.Next.Kind != TimeTokenKind.Number && !cursor.Next.IsWord("tomorrow", "today"))
            return null;
        if (before.Is(':') || before.Is('-') || before.Is('/') || before.Is('.'))
            return null;

        NamedTime? time = cursor.Try(static next => DurationGrammar.Read(next)) is { } span
            ? new NamedTime(now + span)
            : cursor.Try(instants.Read);
        for (int words = 0; words < MostWordsBeforeCue && time is not null; words++, cursor.At++)
        {
            if (cursor.TakeWord(LateCues))
                return time;
        }

        return null;
    }

    private static bool IsRetry(TimeCursor cursor) =>
        cursor.TakeWord("reset", "the", "your", "next", "retrying", "trying", "retry", "you");

    private static NamedTime? Span(TimeCursor cursor, DateTimeOffset now) =>
        !(cursor.Ahead(-1).IsWord("at") && cursor.Ahead(1).IsWord("h")) // à 8h
        && DurationGrammar.Read(cursor) is { } span && !cursor.Next.IsWord("ago", "earlier", "per")
            ? new NamedTime(now + span)
            : null;

    /// <summary>Determines whether a time such as 1:30 follows, of which it is not clear whether it is a length or a clock.</summary>
    private static bool IsClock(TimeCursor cursor) =>
        cursor.Next.Kind == TimeTokenKind.Number && cursor.Ahead(1).Is(':') && !cursor.Ahead(3).IsWord("am", "pm", "a", "p", "utc", "gmt");

    private static NamedTime? Number(TimeCursor cursor, TimeCueKind kind, DateTimeOffset now)
    {
        if (cursor.TakeNumber() is not { } number
            || cursor.Next is { Kind: TimeTokenKind.Word or TimeTokenKind.Number, AfterBreak: false }
            || cursor.Next is { AfterBlank: false } next && (next.Is(':') || next.Is('-') || next.Is('/')))
        {
            return null;
        }

        return new NamedTime(now + DurationGrammar.Of(kind == TimeCueKind.Milliseconds ? number / 1000 : number));
    }
}
