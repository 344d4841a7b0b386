using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>What an attempt cost.</summary>
/// <param name="Usage">The tokens that it used; nothing when it used none.</param>
/// <param name="Dollars">What they cost, in US dollars.</param>
/// <param name="Model">The model.</param>
internal sealed record AttemptCost(TokenUsage? Usage, decimal Dollars, string? Model)
{
    private const decimal Most = 1_000_000_000_000;

    /// <summary>The cost as it was reported, else as it is estimated of a prompt. Nothing else is known to cost anything.</summary>
    public static AttemptCost Of(UsageReport? report, string? prompt, string output, CostLimitOptions options)
    {
        TokenUsage? usage = report is not null ? new TokenUsage(report.InputTokens, report.OutputTokens)
            : prompt is not null ? TokenUsage.Estimate(prompt, output)
            : null;
        return new AttemptCost(usage, Math.Min(report?.Cost ?? usage?.Cost(options) ?? 0, Most), report?.Model);
    }

    /// <summary>What the sheet has used with it.</summary>
    public SheetMeasures AddTo(SheetMeasures measures) => Usage is null
        ? measures
        : measures with
        {
            Model = Model ?? measures.Model,
            InputTokens = measures.InputTokens + Usage.InputTokens,
            OutputTokens = measures.OutputTokens + Usage.OutputTokens,
            Cost = measures.Cost + Dollars,
            CostConfidence = Math.Min(measures.CostConfidence ?? 1, Usage.Confidence),
        };
}
