namespace Marianne.Policies;

/// <summary>The tokens that an attempt used.</summary>
/// <param name="InputTokens">Those of the prompt.</param>
/// <param name="OutputTokens">Those of the answer.</param>
/// <param name="Confidence">How sure the numbers are, 0 to 1: reported ones are certain.</param>
public sealed record TokenUsage(long InputTokens, long OutputTokens, double Confidence = 1)
{
    private const int CharactersPerToken = 4;
    private const double ConfidenceOfEstimate = 0.7;

    /// <summary>The usage of a sheet that reported none, from what was given to it and what it wrote.</summary>
    public static TokenUsage Estimate(string? prompt, string? output) =>
        new(TokensOf(prompt), TokensOf(output), ConfidenceOfEstimate);

    /// <summary>About how many tokens a text has: one for 4 characters, and one for what is left over.</summary>
    public static int TokensOf(string? text) => ((text?.Length ?? 0) + CharactersPerToken - 1) / CharactersPerToken;

    /// <summary>What the tokens cost, in US dollars.</summary>
    public decimal Cost(CostLimitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return (InputTokens / 1000m * options.CostPer1kInputTokens) + (OutputTokens / 1000m * options.CostPer1kOutputTokens);
    }
}
