namespace Marianne.Policies;

/// <summary>The tokens that an attempt used, reported or estimated.</summary>
/// <param name="InputTokens">The number of tokens of the prompt.</param>
/// <param name="OutputTokens">The number of tokens of the answer.</param>
/// <param name="Confidence">The confidence in the numbers, 0 to 1. It is 1 for reported numbers.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, double Confidence = 1)
{
    private const decimal CacheReadShare = 0.1m;
    private const decimal CacheWriteShare = 1.25m;
    private const int CharactersPerToken = 4;
    private const double EstimateConfidence = 0.7;

    /// <summary>The number of input tokens that were read from a cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>The number of input tokens that were written to a cache.</summary>
    public long CacheWriteTokens { get; init; }

    /// <summary>Estimates the usage of an attempt that did not report it.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="output">The output.</param>
    public static TokenUsage Estimate(string? prompt, string? output) =>
        new(TokensOf(prompt), TokensOf(output), EstimateConfidence);

    /// <summary>Estimates the number of tokens of a text: one for every 4 characters, rounded up.</summary>
    /// <param name="text">The text; <c>null</c> has no tokens.</param>
    public static int TokensOf(string? text) => ((text?.Length ?? 0) + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>Adds two usages. The confidence is the lower one.</summary>
    /// <param name="first">The first usage.</param>
    /// <param name="second">The second usage.</param>
    public static TokenUsage operator +(TokenUsage first, TokenUsage second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);

        return new TokenUsage(
            Sum(first.InputTokens, second.InputTokens),
            Sum(first.OutputTokens, second.OutputTokens),
            Math.Min(first.Confidence, second.Confidence))
        {
            CacheReadTokens = Sum(first.CacheReadTokens, second.CacheReadTokens),
            CacheWriteTokens = Sum(first.CacheWriteTokens, second.CacheWriteTokens),
        };
    }

    /// <summary>Adds two usages.</summary>
    /// <param name="first">The first usage.</param>
    /// <param name="second">The second usage.</param>
    public static TokenUsage Add(TokenUsage first, TokenUsage second) => first + second;

    /// <summary>Returns the cost of the tokens, in US dollars.</summary>
    /// <param name="options">The score's options with the prices.</param>
    public decimal Cost(CostLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        decimal input = options.CostPer1kInputTokens;
        return (InputTokens / 1000m * input)
            + (OutputTokens / 1000m * options.CostPer1kOutputTokens)
            + (CacheReadTokens / 1000m * (options.CostPer1kCacheReadTokens ?? input * CacheReadShare))
            + (CacheWriteTokens / 1000m * (options.CostPer1kCacheWriteTokens ?? input * CacheWriteShare));
    }

    private static long Sum(long first, long second) => long.MaxValue - first < second ? long.MaxValue : first + second;
}
