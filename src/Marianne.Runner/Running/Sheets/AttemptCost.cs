using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>The usage and cost of an attempt.</summary>
/// <param name="Usage">The tokens that were used, or <c>null</c> if none were.</param>
/// <param name="Dollars">The cost in US dollars.</param>
/// <param name="Model">The model that was used.</param>
internal sealed record AttemptCost(TokenUsage? Usage, decimal Dollars, string? Model)
{
    private const decimal Maximum = 1_000_000_000_000;

    /// <summary>Returns the reported cost, or an estimate for a prompt. Anything else costs nothing.</summary>
    /// <param name="report">The usage that the sheet reported.</param>
    /// <param name="prompt">The prompt, or <c>null</c> if there was none or it was not sent.</param>
    /// <param name="output">The output.</param>
    /// <param name="options">The prices.</param>
    public static AttemptCost Of(UsageReport? report, string? prompt, string output, CostLimitOptions options)
    {
        TokenUsage? usage = report is not null ? new TokenUsage(report.InputTokens, report.OutputTokens)
            : prompt is not null ? TokenUsage.Estimate(prompt, output)
            : null;
        return new AttemptCost(usage, Math.Min(report?.Cost ?? usage?.Cost(options) ?? 0, Maximum), report?.Model);
    }

    /// <summary>Returns a sheet's measures with this cost added.</summary>
    /// <param name="measures">The measures before the attempt.</param>
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
