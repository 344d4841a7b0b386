using System.Text.Json.Serialization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>What sheets and their job may cost, in US dollars.</summary>
public sealed record CostLimitOptions : OptionSet
{
    private readonly bool? _enabled;

    /// <summary>The section and its keys.</summary>
    public static OptionSection<CostLimitOptions> Section { get; } = new("cost_limits");

    /// <summary>Whether the limits are in force. A limit turns them on; a false that is written stays off.</summary>
    public bool Enabled
    {
        get => _enabled ?? HasLimit;
        init => _enabled = value;
    }

    /// <summary>What one sheet may cost.</summary>
    [Bounds(Above = 0)]
    public decimal? MaxCostPerSheet { get; init; }

    /// <summary>What all sheets of the job may cost together.</summary>
    [Bounds(Above = 0)]
    public decimal? MaxCostPerJob { get; init; }

    /// <summary>What 1,000 tokens of a prompt cost.</summary>
    [Bounds(Above = 0), JsonPropertyName("cost_per_1k_input_tokens")]
    public decimal CostPer1kInputTokens { get; init; } = 0.003m;

    /// <summary>What 1,000 tokens of an answer cost.</summary>
    [Bounds(Above = 0), JsonPropertyName("cost_per_1k_output_tokens")]
    public decimal CostPer1kOutputTokens { get; init; } = 0.015m;

    /// <summary>The percentage of a limit at which there is a warning.</summary>
    [Bounds(Above = 0, AtMost = 100)]
    public double WarnAtPercent { get; init; } = 80;

    private bool HasLimit => MaxCostPerSheet is not null || MaxCostPerJob is not null;

    internal override IReadOnlyDictionary<string, object?> Given =>
        new Dictionary<string, object?> { [nameof(Enabled)] = _enabled };

    internal override IEnumerable<OptionProblem> Conflicts()
    {
        if (Enabled && !HasLimit)
        {
            yield return new(
                "enabled",
                "enabled is true, and there is no limit. Give max_cost_per_sheet or max_cost_per_job, or leave enabled out.");
        }
    }
}
