using System.Text.RegularExpressions;
using Marianne.Errors;

namespace Marianne.Policies;

/// <summary>The words with which services report a rate limit, and the kind of limit that they mean.</summary>
internal static partial class RateLimitSignals
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string UsageLimit = "usage.?limit";
    private const string QuotaWord = "quota";
    private const string CapacityWord = "capacity";
    private const string TryAgainLater = "try again later";

    /// <summary>The patterns that detect a rate limit in an output, unless the score has its own.</summary>
    public static IReadOnlyList<string> DefaultPatterns { get; } =
    [
        "rate.?limit", UsageLimit, QuotaWord, "too many requests", "429", CapacityWord, TryAgainLater,
    ];

    /// <summary>The kinds of limits. The first that matches counts.</summary>
    private static readonly (Regex Pattern, ErrorCode Code)[] Kinds =
    [
        (Quota(), ErrorCodes.Quota),
        (Capacity(), ErrorCodes.Capacity),
        (Cli(), ErrorCodes.CliRateLimit),
    ];

    /// <summary>Returns the kind of limit that lines of an output report. The default is a limit of the API.</summary>
    /// <param name="lines">The lines in which a rate limit was detected.</param>
    public static ErrorCode Classify(IEnumerable<string> lines)
    {
        string text = string.Join('\n', lines);
        return Kinds.FirstOrDefault(kind => kind.Pattern.IsMatch(text)).Code ?? ErrorCodes.ApiRateLimit;
    }

    [GeneratedRegex(
        QuotaWord + "|" + UsageLimit + "|(hourly|daily|weekly|monthly|session).{0,10}limit|limit.{0,40}resets?|exhausted"
        + "|out of (credits|tokens)|credit balance",
        AnyCase)]
    private static partial Regex Quota();

    [GeneratedRegex(CapacityWord + "|overloaded|" + TryAgainLater, AnyCase)]
    private static partial Regex Capacity();

    [GeneratedRegex(@"\bcli\b|you('ve| have)? (hit|reached) your", AnyCase)]
    private static partial Regex Cli();
}
