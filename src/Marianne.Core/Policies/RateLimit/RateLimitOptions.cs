using System.Text.RegularExpressions;
using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How rate limits are detected, and how long a sheet waits for them.</summary>
public sealed record RateLimitOptions : OptionSet
{
    private const int DefaultWaitMinutes = 60;

    private readonly int? _waitMinutes;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<RateLimitOptions> Section { get; } = new("rate_limit");

    /// <summary>
    /// Regular expressions that detect further rate limits at the end of the output of a failed attempt. The limits that
    /// services and tools usually report are detected without them. They ignore case. An expression of digits only matches that
    /// number on its own, but not as a part of another number, an id or a path, and not as a line number.
    /// </summary>
    public IReadOnlyList<string> DetectionPatterns { get; init => field = ReadOnlyItems<string>.Of(value); } =
        ReadOnlyItems<string>.Empty;

    /// <summary>
    /// The delay in minutes if neither the output nor the learning store provides one. If the key is omitted, the delay
    /// depends on the error code: 60 minutes for E101 and E104, 15 for E102, 5 for E103.
    /// </summary>
    [Bounds(AtLeast = 1)]
    public int WaitMinutes
    {
        get => _waitMinutes ?? DefaultWaitMinutes;
        init => _waitMinutes = value;
    }

    /// <summary>The maximum number of times that a sheet waits for a rate limit other than a quota before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int MaxWaits { get; init; } = 24;

    /// <summary>The maximum number of times that a sheet waits for a quota before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int MaxQuotaWaits { get; init; } = 48;

    /// <summary>
    /// Indicates whether the score sets the delay. It then takes precedence over the default of the error code.
    /// </summary>
    public bool HasOwnWait => _waitMinutes is not null;

    internal override IReadOnlyDictionary<string, object?> ExplicitValues =>
        new Dictionary<string, object?> { [nameof(WaitMinutes)] = _waitMinutes };

    internal override IEnumerable<OptionProblem> Validate() =>
        DetectionPatterns.Select((pattern, index) => Validate(pattern, index)).OfType<OptionProblem>();

    private static OptionProblem? Validate(string pattern, int index)
    {
        try
        {
            // With a pattern that matches the empty text, every failure would be a rate limit.
            return string.IsNullOrWhiteSpace(pattern) || RateLimitPattern.Compile(pattern).IsMatch("")
                ? new OptionProblem(
                    $"detection_patterns[{index}]",
                    $"{OptionValue.Show(pattern)} matches any output, so every failure would be treated as a rate limit. Use an "
                    + "expression that matches only rate limits, such as rate.?limit, or remove it.")
                : null;
        }
        catch (ArgumentException error)
        {
            return Invalid(pattern, index, error.Message);
        }
        catch (RegexMatchTimeoutException)
        {
            return Invalid(pattern, index, "Searching an empty text with it takes too long.");
        }
    }

    private static OptionProblem Invalid(string pattern, int index, string reason) => new(
        $"detection_patterns[{index}]",
        $"{OptionValue.Show(pattern)} is not a valid regular expression: {reason} Correct it. Use \\ to match special characters "
        + "literally.");
}
