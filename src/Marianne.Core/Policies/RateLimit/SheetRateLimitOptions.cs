using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>
/// How rate limits of this sheet are detected, and how long it waits for them. A key that is omitted has its value in <c>rate_limit</c>
/// of the score.
/// </summary>
public sealed record SheetRateLimitOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<SheetRateLimitOptions> Section { get; } = new("rate_limit");

    /// <summary>Regular expressions that detect further rate limits at the end of the output of a failed attempt.</summary>
    public IReadOnlyList<string>? DetectionPatterns
    {
        get;
        init => field = value is null ? null : ReadOnlyItems<string>.Of(value);
    }

    /// <summary>The delay in minutes if neither the output nor the learning store provides one.</summary>
    [Bounds(AtLeast = 1)]
    public int? WaitMinutes { get; init; }

    /// <summary>The maximum number of times that the sheet waits for a rate limit other than a quota before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int? MaxWaits { get; init; }

    /// <summary>The maximum number of times that the sheet waits for a quota before it fails.</summary>
    [Bounds(AtLeast = 1)]
    public int? MaxQuotaWaits { get; init; }

    /// <summary>Returns the options of the sheet: these, and those of the score where a key is omitted.</summary>
    /// <param name="score">The options of the score.</param>
    public RateLimitOptions Over(RateLimitOptions score)
    {
        ArgumentNullException.ThrowIfNull(score);

        RateLimitOptions all = score with
        {
            DetectionPatterns = DetectionPatterns ?? score.DetectionPatterns,
            MaxWaits = MaxWaits ?? score.MaxWaits,
            MaxQuotaWaits = MaxQuotaWaits ?? score.MaxQuotaWaits,
        };
        return WaitMinutes is { } own ? all with { WaitMinutes = own } : all;
    }

    internal override IEnumerable<OptionProblem> Validate() =>
        new RateLimitOptions { DetectionPatterns = DetectionPatterns ?? [] }.Validate();
}
