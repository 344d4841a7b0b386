namespace Marianne.Executors;

/// <summary>What a sheet says that it used.</summary>
/// <param name="InputTokens">The tokens of what it gave to a model, 0 or more.</param>
/// <param name="OutputTokens">The tokens of what the model answered, 0 or more.</param>
/// <param name="Model">The model.</param>
/// <param name="Cost">What it cost, in US dollars, when that is known better than by the tokens.</param>
public sealed record UsageReport(long InputTokens, long OutputTokens, string? Model = null, decimal? Cost = null)
{
    /// <summary>Two reports as one; of two models the later one counts.</summary>
    public static UsageReport? Sum(UsageReport? one, UsageReport? other) =>
        one is null ? other
        : other is null ? one
        : new UsageReport(
            Add(one.InputTokens, other.InputTokens),
            Add(one.OutputTokens, other.OutputTokens),
            other.Model ?? one.Model,
            one.Cost is null && other.Cost is null ? null : (one.Cost ?? 0) + (other.Cost ?? 0));

    private static long Add(long one, long other) => long.MaxValue - one < other ? long.MaxValue : one + other;
}
