namespace Marianne.Executors;

/// <summary>The usage that a sheet reports.</summary>
/// <param name="InputTokens">The number of tokens that were sent to a model, 0 or more.</param>
/// <param name="OutputTokens">The number of tokens that the model returned, 0 or more.</param>
/// <param name="Model">The name of the model.</param>
/// <param name="Cost">The cost in US dollars, or <c>null</c> to calculate it from the tokens.</param>
public sealed record UsageReport(long InputTokens, long OutputTokens, string? Model = null, decimal? Cost = null)
{
    /// <summary>The number of input tokens that were read from a cache, 0 or more. They are not in <see cref="InputTokens"/>.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>The number of input tokens that were written to a cache, 0 or more. They are not in <see cref="InputTokens"/>.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Adds two reports. If they name different models, the model of the second report is used.</summary>
    /// <param name="first">The first report.</param>
    /// <param name="second">The second report.</param>
    public static UsageReport? Sum(UsageReport? first, UsageReport? second) =>
        first is null ? second
        : second is null ? first
        : new UsageReport(
            Add(first.InputTokens, second.InputTokens),
            Add(first.OutputTokens, second.OutputTokens),
            second.Model ?? first.Model,
            first.Cost is null && second.Cost is null ? null : (first.Cost ?? 0) + (second.Cost ?? 0))
        {
            CacheReadTokens = Add(first.CacheReadTokens, second.CacheReadTokens),
            CacheWriteTokens = Add(first.CacheWriteTokens, second.CacheWriteTokens),
        };

    private static long Add(long first, long second) => long.MaxValue - first < second ? long.MaxValue : first + second;
}
