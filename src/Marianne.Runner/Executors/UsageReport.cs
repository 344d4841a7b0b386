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

    /// <summary>Indicates whether the report contains neither tokens nor a cost.</summary>
    public bool IsEmpty => (InputTokens, OutputTokens, CacheReadTokens, CacheWriteTokens, Cost) == (0, 0, 0, 0, null);

    /// <summary>The values of the report that are not numbers of tokens or amounts of money, each as a sentence.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
