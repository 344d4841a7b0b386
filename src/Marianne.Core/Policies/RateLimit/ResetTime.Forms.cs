using System.Text.RegularExpressions;

namespace Marianne.Policies;

public static partial class ResetTime
{
    private const RegexOptions AnyCase =
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>A word that says that what follows, in the same sentence, is when to come back.</summary>
    private const string Cue = @"(try(ing)?\ again|retry(ing)?|wait\b|reset(s|ting)?|renew(s|ed)?|refresh(es)?|available|until)";

    private const string Between = @"[^\n\d.;]{0,40}";

    /// <summary>try again in 20 minutes; retry after 30 seconds; resets in 1h 30m; x-ratelimit-reset-tokens: 6m0s.</summary>
    [GeneratedRegex(
        Cue + Between + @"((?<n>\d{1,9}(\.\d{1,9})?)[ \t]*"
        + @"(?<unit>days?|d|hours?|hrs?|h|milliseconds?|ms|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])"
        + @"(,?[ \t]*(and[ \t]+)?)){1,4}"
        + @"(?![ \t]*ago)",
        AnyCase)]
    private static partial Regex Span();

    /// <summary>Retry-After: 120; "retry_after": 30; RateLimit-Reset: 60.</summary>
    [GeneratedRegex(
        @"(retry[-_ ]after|limit-reset)[""']?[ \t]*[:= ][ \t]*[""']?(?<n>\d{1,7}(\.\d{1,9})?)(?![\d.]*[ \t]*[a-z\d:-])", AnyCase)]
    private static partial Regex BareSeconds();

    /// <summary>usage limit reached|1772380800; x-ratelimit-reset: 1772380800; milliseconds as well.</summary>
    [GeneratedRegex("(reset|retry|until|limit|again|expires)" + Between + @"(?<n>[12]\d{9})(\d{3})?(?!\d)", AnyCase)]
    private static partial Regex UnixTime();

    /// <summary>Retry-After: Sun, 01 Mar 2026 15:00:00 GMT.</summary>
    [GeneratedRegex(
        "(retry[-_ ]after|reset)" + Between + @"(?<date>[a-z]{3}, \d{2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT)", AnyCase)]
    private static partial Regex HttpDate();

    /// <summary>resets at 2026-03-01T15:00:00Z; until 2026-03-01 15:00.</summary>
    [GeneratedRegex(
        Cue + Between + @"(?<date>\d{4}-\d{2}-\d{2})[T ](?<time>\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?)\d*[ ]?"
        + @"(?<offset>Z|UTC|GMT|[+-]\d{2}:?\d{2})?",
        AnyCase)]
    private static partial Regex DateAndTime();

    /// <summary>resets at 3pm; until 15:30 UTC; resets Mar 5 at 6am (Europe/Paris); try again tomorrow at 9:00.</summary>
    [GeneratedRegex(
        Cue + @"[^\n\d.;]{0,40}?((?<tomorrow>tomorrow)\b[^\n\d.;]{0,10})?"
        + @"((?<month>(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?[ ](?<day>\d{1,2})(st|nd|rd|th)?,?[ ](at[ ])?)?"
        + @"(?<!\d)((?<clock>\d{1,2}(:\d{2}){1,2})[ ]?(?<half>[ap]\.?m\b)?|(?<clock>\d{1,2})[ ]?(?<half>[ap]\.?m\b))"
        + @"\.?([ ]?\(?(?<zone>[a-z_]+(/[a-z_]+)*))?",
        AnyCase)]
    private static partial Regex TimeOfDay();
}
