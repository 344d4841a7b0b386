using System.Text.RegularExpressions;
using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Decides what the facts of a failure mean.</summary>
/// <param name="now">The time of the failure.</param>
/// <param name="local">The zone of times that do not name one.</param>
internal sealed class FailureClassifier(DateTimeOffset now, TimeZoneInfo local)
{
    private const int TooManyRequests = 429;
    private const int PaymentRequired = 402;
    private const int SiteOverloaded = 529;

    /// <summary>Failures other than limits whose phrases decide, the more specific first.</summary>
    private static readonly (Regex Phrase, ReadingKind Kind, ErrorCode Error)[] Phrases =
    [
        (FailurePhrases.Memory(), ReadingKind.Error, ErrorCodes.OutOfMemory),
        (FailurePhrases.Model(), ReadingKind.NotFound, ErrorCodes.NotFound),
        (FailurePhrases.Auth(), ReadingKind.Auth, ErrorCodes.Auth),
        (TranslatedPhrases.Auth(), ReadingKind.Auth, ErrorCodes.Auth),
        (FailurePhrases.Permission(), ReadingKind.Permission, ErrorCodes.WrongMode),
        (FailurePhrases.Name(), ReadingKind.Network, ErrorCodes.NetworkName),
        (FailurePhrases.Tls(), ReadingKind.Network, ErrorCodes.NetworkTls),
        (FailurePhrases.ServiceTimeout(), ReadingKind.Network, ErrorCodes.ServiceTimeout),
        (FailurePhrases.NetworkTimeout(), ReadingKind.Network, ErrorCodes.NetworkTimeout),
        (FailurePhrases.Refused(), ReadingKind.Network, ErrorCodes.NetworkRefused),
        (FailurePhrases.Response(), ReadingKind.Error, ErrorCodes.Response),
        (FailurePhrases.Connection(), ReadingKind.Network, ErrorCodes.Connection),
        (FailurePhrases.Command(), ReadingKind.NotFound, ErrorCodes.NotFound),
    ];

    /// <summary>Returns the meaning of the facts, or <c>null</c> if they have none.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="allowsLimits">Indicates whether the facts may be read as a limit.</param>
    public FailureReading? Classify(FailureFacts facts, bool allowsLimits = true)
    {
        string words = facts.Text;
        return Classify(facts, LimitPhrases.Misleading().Replace(words, " "), allowsLimits) is { } reading
            ? reading with { Text = words }
            : null;
    }

    private FailureReading? Classify(FailureFacts facts, string text, bool allowsLimits)
    {
        HashSet<ReadingKind> codes = [.. facts.Codes.Select(FailureCodes.KindOf).OfType<ReadingKind>()];

        if (facts.Kind is { } own)
            return Reading(own, CodeOf(own), null);
        if (codes.Contains(ReadingKind.TooLong) || FailurePhrases.TooLong().IsMatch(text))
            return Reading(ReadingKind.TooLong, ErrorCodes.PromptTooLarge, null);
        if (codes.Contains(ReadingKind.MaxTurns) || FailurePhrases.MaxTurns().IsMatch(text))
            return Reading(ReadingKind.MaxTurns, ErrorCodes.AgentCap, null);
        NamedTime? time = TimeOf(facts);
        if (allowsLimits && LimitOf(facts, LimitPhrases.LinesOf(text), codes, time) is { } limit)
            return Reading(limit, LimitCode(limit, facts, text), IsDaily(facts, text) ? null : time);

        foreach ((Regex phrase, ReadingKind kind, ErrorCode error) in Phrases)
        {
            if (phrase.IsMatch(text))
                return Reading(kind, error, error.IsRetried ? time : null);
        }

        foreach (ReadingKind kind in (ReadOnlySpan<ReadingKind>)[ReadingKind.Auth, ReadingKind.NotFound, ReadingKind.Permission])
        {
            if (codes.Contains(kind))
                return Reading(kind, CodeOf(kind), null);
        }

        return OfStatus(facts.Status) is { } status ? Reading(status.Kind, status.Error, status.Error.IsRetried ? time : null) : null;
    }

    /// <summary>Returns the code of a kind if nothing more is known.</summary>
    /// <param name="kind">The kind.</param>
    public static ErrorCode CodeOf(ReadingKind kind) => kind switch
    {
        ReadingKind.RateLimit => ErrorCodes.ApiRateLimit,
        ReadingKind.UsageLimit => ErrorCodes.Quota,
        ReadingKind.Overloaded => ErrorCodes.Capacity,
        ReadingKind.Quota => ErrorCodes.CreditUsedUp,
        ReadingKind.Auth => ErrorCodes.Auth,
        ReadingKind.Network => ErrorCodes.Connection,
        ReadingKind.TooLong => ErrorCodes.PromptTooLarge,
        ReadingKind.NotFound => ErrorCodes.NotFound,
        ReadingKind.MaxTurns => ErrorCodes.AgentCap,
        ReadingKind.Permission => ErrorCodes.WrongMode,
        _ => ErrorCodes.Unknown,
    };

    private static FailureReading Reading(ReadingKind kind, ErrorCode error, NamedTime? time) => new(kind, error, time);

    private NamedTime? TimeOf(FailureFacts facts) =>
        facts.Times.Where(time => time.IsPlausible(now)).Select(time => (NamedTime?)time).FirstOrDefault()
        ?? NamedTimeParser.Find(facts.Text, now, local);

    private ReadingKind? LimitOf(FailureFacts facts, string text, HashSet<ReadingKind> codes, NamedTime? time)
    {
        bool isLater = time is { } named && named.Instant > now - NamedTime.JustPast;
        bool isThrottled = LimitPhrases.IsRate(text);
        if (LimitPhrases.Never().IsMatch(text))
            return ReadingKind.Quota;
        if (LimitPhrases.IsMoney(text))
            return isLater ? ReadingKind.UsageLimit : ReadingKind.Quota;
        if (LimitPhrases.IsPlan(text))
            return ReadingKind.UsageLimit;
        if (LimitPhrases.Upgrade().IsMatch(text))
            return ReadingKind.Quota;
        bool isRate = isThrottled && codes.Contains(ReadingKind.RateLimit) && !IsDaily(facts, text);
        if (LimitPhrases.Quota().IsMatch(text) && !isRate)
            return QuotaOf(facts, text, codes, time);
        if (isThrottled)
            return ReadingKind.RateLimit;
        if (LimitPhrases.IsCapacity(text) || codes.Contains(ReadingKind.Overloaded))
            return ReadingKind.Overloaded;
        if (codes.Contains(ReadingKind.Quota))
            return isLater ? ReadingKind.UsageLimit : ReadingKind.Quota;
        if (codes.Contains(ReadingKind.UsageLimit))
            return ReadingKind.UsageLimit;
        return codes.Contains(ReadingKind.RateLimit) ? ReadingKind.RateLimit : facts.Status switch
        {
            TooManyRequests => ReadingKind.RateLimit,
            SiteOverloaded => ReadingKind.Overloaded,
            PaymentRequired => isLater ? ReadingKind.UsageLimit : ReadingKind.Quota,
            _ => null,
        };
    }

    /// <summary>
    /// A quota may be one of a minute, of a day, or of what was paid for. The time that is named decides, then the words.
    /// </summary>
    private ReadingKind QuotaOf(FailureFacts facts, string text, HashSet<ReadingKind> codes, NamedTime? time)
    {
        if (IsDaily(facts, text))
            return ReadingKind.UsageLimit;
        if (time is { } named)
            return named.Instant - now <= ShortQuota ? ReadingKind.RateLimit : ReadingKind.UsageLimit;
        bool isRate = text.Contains("per minute", StringComparison.OrdinalIgnoreCase)
            || ((ResourceExhausted(text) || codes.Contains(ReadingKind.RateLimit)) && !LimitPhrases.PaidQuota().IsMatch(text));
        return isRate && !codes.Contains(ReadingKind.Quota) ? ReadingKind.RateLimit
            : LimitPhrases.LongRate().IsMatch(text) && !LimitPhrases.PaidQuota().IsMatch(text) ? ReadingKind.UsageLimit
            : LimitPhrases.PaidQuota().IsMatch(text) || codes.Contains(ReadingKind.Quota) ? ReadingKind.Quota
            : facts.Status == TooManyRequests || LimitPhrases.Status().IsMatch(text) ? ReadingKind.UsageLimit
            : ReadingKind.Quota;
    }

    private static TimeSpan ShortQuota { get; } = TimeSpan.FromMinutes(5);

    private static bool ResourceExhausted(string text) =>
        text.Contains("resource", StringComparison.OrdinalIgnoreCase) && text.Contains("exhausted", StringComparison.OrdinalIgnoreCase);

    /// <summary>A service names the delay of its shortest quota also when the quota of a day is used up.</summary>
    private static bool IsDaily(FailureFacts facts, string text) =>
        facts.Codes.Any(code => code.Contains("perday", StringComparison.Ordinal)) || LimitPhrases.Never().IsMatch(text);

    private static ErrorCode LimitCode(ReadingKind kind, FailureFacts facts, string text) => kind switch
    {
        ReadingKind.RateLimit when facts.Status is null && LimitPhrases.Command().IsMatch(text)
            && !text.Contains("429", StringComparison.Ordinal) => ErrorCodes.CliRateLimit,
        ReadingKind.Overloaded when IsUnavailable(facts, text) => ErrorCodes.Response,
        _ => CodeOf(kind),
    };

    /// <summary>
    /// A service that is unavailable is retried: it need not be a limit. One that says that it is overloaded is waited for.
    /// </summary>
    private static bool IsUnavailable(FailureFacts facts, string text) =>
        facts.Status != SiteOverloaded
        && LimitPhrases.Capacity().Matches(text).All(match => match.Value.Contains("unavailable", StringComparison.OrdinalIgnoreCase))
        && !facts.Codes.Any(code => FailureCodes.KindOf(code) == ReadingKind.Overloaded);

    private static (ReadingKind Kind, ErrorCode Error)? OfStatus(int? status) => status switch
    {
        401 or 403 or 407 => (ReadingKind.Auth, ErrorCodes.Auth),
        404 => (ReadingKind.NotFound, ErrorCodes.NotFound),
        408 or 504 or 524 => (ReadingKind.Network, ErrorCodes.ServiceTimeout),
        413 => (ReadingKind.TooLong, ErrorCodes.PromptTooLarge),
        503 => (ReadingKind.Overloaded, ErrorCodes.Response),
        >= 500 => (ReadingKind.Error, ErrorCodes.Response),
        _ => null,
    };
}
