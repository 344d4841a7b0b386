namespace Marianne.Signals;

/// <summary>The words after which a text names the time of the next attempt.</summary>
internal static class TimeCue
{
    private const int MostConnectors = 14;

    /// <summary>Words between a cue and its time that do not change its meaning.</summary>
    private static readonly HashSet<string> Connectors =
    [
        "a", "about", "access", "after", "again", "allowance", "and", "approximately", "around", "at", "automatically", "be",
        "before", "between", "billing", "by", "credits", "cycle", "date", "delay", "ends", "for", "from", "fully", "has", "have",
        "in", "is", "it", "least", "less", "limit", "limits", "ms", "monthly", "next", "of", "on", "period", "quota", "quotas",
        "rate", "requests", "retrying", "roughly", "s", "seconds", "session", "than", "the", "then", "time", "timestamp", "to",
        "tokens", "input", "output", "trying", "under", "until", "up", "usage", "utc", "weekly", "when", "will", "window",
        "within", "you", "your", "am", "au", "es", "sie",
    ];

    /// <summary>Words before a cue that make it a report of the past.</summary>
    private static readonly string[] Past = ["total", "last", "was", "previous", "been", "already"];

    /// <summary>Reads a cue and what connects it with a time.</summary>
    /// <param name="cursor">The position, which is moved to the time.</param>
    public static TimeCueKind? Read(TimeCursor cursor)
    {
        if (cursor.Ahead(-1).IsWord(Past) || cursor.Ahead(-2).IsWord("total") || KindOf(cursor) is not { } kind)
            return null;

        for (int count = 0; count < MostConnectors && IsConnector(cursor); count++)
        {
            if (cursor.Next.IsWord("after", "in", "for", "within", "ms", "delay") || kind == TimeCueKind.Seconds)
                kind = cursor.Next.IsWord("ms") ? TimeCueKind.Milliseconds : kind == TimeCueKind.Instant ? TimeCueKind.Span : kind;
            else if (kind == TimeCueKind.Span && cursor.Next.IsWord("at", "on", "until", "when"))
                kind = TimeCueKind.Instant;
            if (cursor.Next.IsWord("a") && cursor.Ahead(1).IsWord("minute", "second", "day", "week"))
                break;
            cursor.At++;
        }

        return kind;
    }

    private static bool IsConnector(TimeCursor cursor)
    {
        TimeToken next = cursor.Next;
        return next.Kind switch
        {
            TimeTokenKind.Word => Connectors.Contains(next.Text),
            TimeTokenKind.Symbol when next.Is('.') => false,
            TimeTokenKind.Symbol when next.Is('-') || next.Is('+') => cursor.Ahead(1).Kind != TimeTokenKind.Number,
            TimeTokenKind.Symbol => !next.AfterBreak,
            _ => false,
        };
    }

    private static TimeCueKind? KindOf(TimeCursor cursor)
    {
        TimeToken first = cursor.Next;
        if (first.Kind != TimeTokenKind.Word)
            return null;

        cursor.At++;
        switch (first.Text)
        {
            case "retry" or "ratelimit":
                return RetryKind(cursor);
            case "retryafter" or "retrydelay" or "resetsin":
                return TimeCueKind.Seconds;
            case "retryafterms":
                return TimeCueKind.Milliseconds;
            case "wait":
                return TimeCueKind.Span;
            case "retrying" or "reset" or "resets" or "resetting" or "available" or "until" or "till" or "resume"
                or "resumes" or "regain" or "restored" or "lifted" or "lifts" or "replenish" or "replenishes"
                or "resetat" or "resetsat" or "resetdate" or "resettime" or "unblocked" or "back"
                or "opens" or "reopens":
                return TimeCueKind.Instant;
            case "renew" or "renews" or "renewed" or "refresh" or "refreshes":
                return TimeCueKind.Renewal;
            case "again" when cursor.Ahead(-2).IsWord("try", "trying", "requests", "request"):
                return TimeCueKind.Instant;
            case "continue" when cursor.Next.IsWord("on", "at", "in", "after"):
                return TimeCueKind.Instant;
            case "reached" or "limit" when cursor.Next.Is('|'):
                return TimeCueKind.Unix;
            default:
                return null;
        }
    }

    /// <summary>Retry-After and limit-reset are followed by seconds: retry-after: 120; "retry_after": 30.</summary>
    private static TimeCueKind RetryKind(TimeCursor cursor)
    {
        bool isName = (cursor.Next.Is('-') || cursor.Next.Is('_')) && !cursor.Next.AfterBlank;
        if (isName && cursor.Ahead(1).IsWord("after", "delay", "in", "reset"))
        {
            cursor.At += 2;
            return TimeCueKind.Seconds;
        }

        return cursor.Next.IsWord("after") && cursor.Ahead(1) is { Kind: TimeTokenKind.Symbol } symbol && !symbol.Is('.')
            ? TimeCueKind.Seconds
            : TimeCueKind.Instant;
    }
}
