using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How a rate limit is told from a failure, and how it is waited for.</summary>
public sealed record RateLimitOptions : OptionSet
{
    private const int DefaultWaitMinutes = 60;

    private readonly int? _waitMinutes;

    /// <summary>The section and its keys.</summary>
    public static OptionSection<RateLimitOptions> Section { get; } = new("rate_limit");

    /// <summary>
    /// Regular expressions of which one in the output, in any case, means a rate limit. Digits alone mean that number, not a
    /// part of another, of an id or of a path, nor a line number.
    /// </summary>
    public IReadOnlyList<string> DetectionPatterns { get; init; } =
    [
        "rate.?limit", "usage.?limit", "quota", "too many requests", "429", "capacity", "try again later",
    ];

    /// <summary>
    /// How long to wait when neither the output nor the past says it, in minutes. While it is not written, the error code's
    /// own wait counts: 60 for E101 and E104, 15 for E102, 5 for E103.
    /// </summary>
    [Bounds(AtLeast = 1)]
    public int WaitMinutes
    {
        get => _waitMinutes ?? DefaultWaitMinutes;
        init => _waitMinutes = value;
    }

    /// <summary>How often a sheet waits for a rate limit before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int MaxWaits { get; init; } = 24;

    /// <summary>How often a sheet waits for a quota to be renewed before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int MaxQuotaWaits { get; init; } = 48;

    /// <summary>Whether the wait is the score's own wish, which goes before what an error code suggests.</summary>
    public bool HasOwnWait => _waitMinutes is not null;

    internal override IReadOnlyDictionary<string, object?> Given =>
        new Dictionary<string, object?> { [nameof(WaitMinutes)] = _waitMinutes };

    internal override IEnumerable<OptionProblem> Conflicts() =>
        DetectionPatterns.Select((pattern, index) => Refuse(pattern, index)).OfType<OptionProblem>();

    private static OptionProblem? Refuse(string pattern, int index)
    {
        try
        {
            // What fits nothing fits everywhere: each failure would wait for a limit that there is not.
            return string.IsNullOrWhiteSpace(pattern) || RateLimitPattern.Compile(pattern).IsMatch("")
                ? new OptionProblem(
                    $"detection_patterns[{index}]",
                    $"{OptionValue.Show(pattern)} fits any output, so that every failure would be a rate limit. Write what only a "
                    + "limit says, such as rate.?limit, or remove it.")
                : null;
        }
        catch (ArgumentException error)
        {
            return new OptionProblem(
                $"detection_patterns[{index}]",
                $"{OptionValue.Show(pattern)} is no regular expression: {error.Message} Mend it, or escape what is meant "
                + "literally with \\.");
        }
    }
}
