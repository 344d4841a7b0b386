using System.Text.Json.Serialization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>The cost limits of a sheet and of the job, in US dollars.</summary>
public sealed record CostLimitOptions : OptionSet
{
    private readonly bool? _enabled;

    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<CostLimitOptions> Section { get; } = new("cost_limits");

    /// <summary>Whether the limits apply. The default is true if a limit is set.</summary>
    public bool Enabled
    {
        get => _enabled ?? HasLimit;
        init => _enabled = value;
    }

    /// <summary>The cost limit of one sheet, in US dollars.</summary>
    [Bounds(Above = 0)]
    public decimal? MaxCostPerSheet { get; init; }

    /// <summary>The cost limit of all sheets of the job together, in US dollars.</summary>
    [Bounds(Above = 0)]
    public decimal? MaxCostPerJob { get; init; }

    /// <summary>The price of 1,000 tokens of a prompt, in US dollars.</summary>
    [Bounds(Above = 0), JsonPropertyName("cost_per_1k_input_tokens")]
    public decimal CostPer1kInputTokens { get; init; } = 0.003m;

    /// <summary>The price of 1,000 tokens of an answer, in US dollars.</summary>
    [Bounds(Above = 0), JsonPropertyName("cost_per_1k_output_tokens")]
    public decimal CostPer1kOutputTokens { get; init; } = 0.015m;

    /// <summary>
    /// The price of 1,000 input tokens that were read from a cache, in US dollars. Default: a tenth of the price of input tokens.
    /// </summary>
    [Bounds(AtLeast = 0), JsonPropertyName("cost_per_1k_cache_read_tokens")]
    public decimal? CostPer1kCacheReadTokens { get; init; }

    /// <summary>
    /// The price of 1,000 input tokens that were written to a cache, in US dollars. Default: 1.25 times the price of input tokens.
    /// </summary>
    [Bounds(AtLeast = 0), JsonPropertyName("cost_per_1k_cache_write_tokens")]
    public decimal? CostPer1kCacheWriteTokens { get; init; }

    /// <summary>The percentage of a limit at which a warning is written.</summary>
    [Bounds(Above = 0, AtMost = 100)]
    public double WarnAtPercent { get; init; } = 80;

    private bool HasLimit => MaxCostPerSheet is not null || MaxCostPerJob is not null;

    internal override IReadOnlyDictionary<string, object?> ExplicitValues =>
        new Dictionary<string, object?> { [nameof(Enabled)] = _enabled };

    internal override IEnumerable<OptionProblem> Validate()
    {
        if (Enabled && !HasLimit)
        {
            yield return new(
                "enabled",
                "enabled is true, but there is no limit. Set max_cost_per_sheet or max_cost_per_job, or omit enabled.");
        }
    }
}
