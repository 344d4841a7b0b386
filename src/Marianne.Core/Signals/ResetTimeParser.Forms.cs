using System.Text.RegularExpressions;

namespace Marianne.Signals;

// [0-9] instead of \d, which would also match digits of other scripts. Those cannot be parsed.
public static partial class ResetTimeParser
{
    private const RegexOptions AnyCase =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>A word after which, in the same sentence, the time of the next attempt follows.</summary>
    private const string Cue = @"(try(ing)? again|retry(ing)?|wait\b|reset(s|ting)?|renew(s|ed)?|refresh(es)?|available|until)";

    private const string Between = @"[^\n0-9.;]{0,40}";

    /// <summary>try again in 20 minutes; retry after 30 seconds; resets in 1h 30m; x-ratelimit-reset-tokens: 6m0s.</summary>
    [GeneratedRegex(
        Cue + Between + @"((?<n>[0-9]{1,9}(\.[0-9]{1,9})?)[ \t]*"
        + @"(?<unit>days?|d|hours?|hrs?|h|milliseconds?|ms|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])"
        + @"(,?[ \t]*(and[ \t]+)?)){1,4}(?![ \t]*ago)",
        AnyCase)]
    private static partial Regex Span();

    /// <summary>retrying in 00:00:30; retry after 00:05:00: a time span as .NET writes it, not a time of day.</summary>
    [GeneratedRegex(
        Cue + @"[^\n0-9.;]{0,30}?\b(in|after|for|wait)[ :]+(?<span>[0-9]{1,2}:[0-9]{2}:[0-9]{2})(?![0-9:]|[ ]?[ap]\.?m\b)",
        AnyCase)]
    private static partial Regex ClockSpan();

    /// <summary>Retry-After: 120; "retry_after": 30; RateLimit-Reset: 60.</summary>
    [GeneratedRegex(
        @"(retry[-_ ]after|limit-reset)[""']?[ \t]*[:= ][ \t]*[""']?(?<n>[0-9]{1,7}(\.[0-9]{1,9})?)"
        + @"(?![0-9.]*[ \t]*[a-z0-9:-])",
        AnyCase)]
    private static partial Regex BareSeconds();

    /// <summary>usage limit reached|1772380800; x-ratelimit-reset: 1772380800; also in milliseconds.</summary>
    [GeneratedRegex("(reset|retry|until|limit|again|expires)" + Between + @"(?<n>[12][0-9]{9})([0-9]{3})?(?![0-9])", AnyCase)]
    private static partial Regex UnixTime();

    /// <summary>Retry-After: Sun, 01 Mar 2026 15:00:00 GMT.</summary>
    [GeneratedRegex(
        "(retry[-_ ]after|reset)" + Between
        + "(?<date>[a-z]{3}, [0-9]{2} [a-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT)",
        AnyCase)]
    private static partial Regex HttpDate();

    /// <summary>resets at 2026-03-01T15:00:00Z; until 2026-03-01 15:00.</summary>
    [GeneratedRegex(
        Cue + Between + "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]"
        + @"(?<time>[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,7})?)?)[0-9]*[ ]?(?<offset>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?",
        AnyCase)]
    private static partial Regex DateAndTime();

    /// <summary>resets at 3pm; until 15:30 UTC; resets Mar 5 at 6am (Europe/Paris); try again tomorrow at 9:00.</summary>
    [GeneratedRegex(
        Cue + @"[^\n0-9.;]{0,40}?((?<tomorrow>tomorrow)\b[^\n0-9.;]{0,10})?"
        + @"((?<month>(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?[ ]"
        + "(?<day>[0-9]{1,2})(st|nd|rd|th)?,?[ ](at[ ])?)?"
        + @"(?<![0-9]|\b(in|after|for|wait)[ :]+)((?<clock>[0-9]{1,2}(:[0-9]{2}){1,2})[ ]?(?<half>[ap]\.?m\b)?|(?<clock>[0-9]{1,2})[ ]?(?<half>[ap]\.?m\b))"
        + @"\.?([ ]?\(?(?<zone>[a-z_]+(/[a-z_]+)*))?",
        AnyCase)]
    private static partial Regex TimeOfDay();
}
