using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>The words with which services and tools name a kind of failure in a field of a record.</summary>
internal static class FailureCodes
{
    /// <summary>
    /// Parts of codes in lower case without separators, and their kinds. The first that a code contains counts, so that the
    /// more specific ones are first.
    /// </summary>
    private static readonly (string Part, ReadingKind Kind)[] Parts =
    [
        ("contextlength", ReadingKind.TooLong), ("contextoverflow", ReadingKind.TooLong), ("contextwindow", ReadingKind.TooLong),
        ("prompttoolong", ReadingKind.TooLong), ("requesttoolarge", ReadingKind.TooLong), ("inputtoolong", ReadingKind.TooLong),
        ("stringabovemaxlength", ReadingKind.TooLong), ("maxprompttokens", ReadingKind.TooLong), ("payloadtoolarge", ReadingKind.TooLong),

        ("maxturns", ReadingKind.MaxTurns), ("maxbudget", ReadingKind.MaxTurns), ("budgetexhausted", ReadingKind.MaxTurns),
        ("turnlimited", ReadingKind.MaxTurns),

        ("modelcapacityexhausted", ReadingKind.Overloaded), ("overloaded", ReadingKind.Overloaded),
        ("serverbusy", ReadingKind.Overloaded), ("insufficientcapacity", ReadingKind.Overloaded),

        ("insufficientquota", ReadingKind.Quota), ("servicequotaexceeded", ReadingKind.Quota),
        ("spendlimit", ReadingKind.Quota), ("billing", ReadingKind.Quota), ("credits", ReadingKind.Quota),
        ("insufficientbalance", ReadingKind.Quota), ("insufficientfunds", ReadingKind.Quota),
        ("paymentrequired", ReadingKind.Quota), ("quotaexceeded", ReadingKind.Quota), ("exceededquota", ReadingKind.Quota),

        ("usagelimit", ReadingKind.UsageLimit), ("quotaexhausted", ReadingKind.UsageLimit),
        ("terminalquota", ReadingKind.UsageLimit), ("weeklyratelimit", ReadingKind.UsageLimit), ("perday", ReadingKind.UsageLimit),
        ("dailylimit", ReadingKind.UsageLimit), ("weeklylimit", ReadingKind.UsageLimit),

        ("ratelimit", ReadingKind.RateLimit), ("toomanyrequests", ReadingKind.RateLimit), ("throttl", ReadingKind.RateLimit),
        ("slowdown", ReadingKind.RateLimit), ("requestlimitexceeded", ReadingKind.RateLimit),
        ("throughputexceeded", ReadingKind.RateLimit), ("resourceexhausted", ReadingKind.RateLimit),
        ("activitylimitreached", ReadingKind.RateLimit), ("retryablequota", ReadingKind.RateLimit),
        ("quotafailure", ReadingKind.RateLimit),

        ("modelnotfound", ReadingKind.NotFound), ("deploymentnotfound", ReadingKind.NotFound),
        ("modelnotsupported", ReadingKind.NotFound), ("notfounderror", ReadingKind.NotFound),

        ("authentication", ReadingKind.Auth), ("unauthenticated", ReadingKind.Auth), ("unauthorized", ReadingKind.Auth),
        ("autherror", ReadingKind.Auth), ("invalidauth", ReadingKind.Auth), ("notauthed", ReadingKind.Auth),
        ("apikey", ReadingKind.Auth), ("expiredtoken", ReadingKind.Auth), ("tokenexpired", ReadingKind.Auth),
        ("tokenrevoked", ReadingKind.Auth), ("invalidtoken", ReadingKind.Auth), ("invalidclienttokenid", ReadingKind.Auth),
        ("unrecognizedclient", ReadingKind.Auth), ("oauth", ReadingKind.Auth), ("accountonhold", ReadingKind.Auth),
        ("accountinactive", ReadingKind.Auth), ("validationrequired", ReadingKind.Auth),
        ("signaturedoesnotmatch", ReadingKind.Auth), ("missingcredentials", ReadingKind.Auth),

        ("permissionerror", ReadingKind.Permission), ("permissiondenied", ReadingKind.Permission),
        ("accessdenied", ReadingKind.Permission), ("untrusted", ReadingKind.Permission),
    ];

    /// <summary>Returns the kind that a code stands for, or <c>null</c>.</summary>
    /// <param name="code">The normalized code.</param>
    public static ReadingKind? KindOf(string code)
    {
        foreach ((string part, ReadingKind kind) in Parts)
        {
            if (code.Contains(part, StringComparison.Ordinal))
                return kind;
        }

        return null;
    }

    /// <summary>Returns a code or a key in lower case, with only its letters and digits.</summary>
    /// <param name="code">The code.</param>
    public static string Normalize(string code) =>
        string.Concat(code.Where(char.IsAsciiLetterOrDigit).Take(120).Select(char.ToLowerInvariant));
}
