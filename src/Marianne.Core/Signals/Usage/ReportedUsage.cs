namespace Marianne.Signals;

/// <summary>The tokens and the money that an attempt reports. What it does not report is <c>null</c>, not 0.</summary>
public sealed record ReportedUsage
{
    /// <summary>The input tokens that were neither read from nor written to a cache.</summary>
    public long? InputTokens { get; init; }

    /// <summary>The output tokens, including those of the reasoning.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>The input tokens that were read from a cache.</summary>
    public long? CacheReadTokens { get; init; }

    /// <summary>The input tokens that were written to a cache.</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>The cost in US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The model that was used, the most expensive one if there are several.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The tokens of those reports that have no cost although another one has, or <c>null</c> if there are none. They are a part of
    /// the tokens, but their price is not a part of the cost.
    /// </summary>
    public ReportedUsage? Unpriced { get; init; }

    /// <summary>Indicates whether nothing is reported.</summary>
    public bool IsEmpty => this is
    {
        InputTokens: null, OutputTokens: null, CacheReadTokens: null, CacheWriteTokens: null, Cost: null, Model: null,
    };

    /// <summary>Adds two reports. If they name different models, the model of the second report is used.</summary>
    /// <param name="first">The first report.</param>
    /// <param name="second">The second report.</param>
    public static ReportedUsage operator +(ReportedUsage first, ReportedUsage second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);

        return new ReportedUsage
        {
            InputTokens = Sum(first.InputTokens, second.InputTokens),
            OutputTokens = Sum(first.OutputTokens, second.OutputTokens),
            CacheReadTokens = Sum(first.CacheReadTokens, second.CacheReadTokens),
            CacheWriteTokens = Sum(first.CacheWriteTokens, second.CacheWriteTokens),
            Cost = first.Cost is null ? second.Cost : second.Cost is null ? first.Cost : first.Cost + second.Cost,
            Model = second.Model ?? first.Model,
            Unpriced = (first.Cost ?? second.Cost) is null ? null : Join(first.WithoutCost, second.WithoutCost),
        };
    }

    /// <summary>Adds two reports.</summary>
    /// <param name="first">The first report.</param>
    /// <param name="second">The second report.</param>
    public static ReportedUsage Add(ReportedUsage first, ReportedUsage second) => first + second;

    private bool HasTokens => (InputTokens ?? OutputTokens ?? CacheReadTokens ?? CacheWriteTokens) is not null;

    private ReportedUsage? WithoutCost => Cost is not null ? Unpriced : HasTokens ? this : null;

    private static ReportedUsage? Join(ReportedUsage? first, ReportedUsage? second) =>
        first is null ? second : second is null ? first : first + second;

    private static long? Sum(long? first, long? second) => first is null ? second
        : second is null ? first
        : long.MaxValue - first < second ? long.MaxValue
        : first + second;
}
