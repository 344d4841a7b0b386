using Marianne.Executors;
using Marianne.Instruments;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>The usage and cost of an attempt.</summary>
/// <param name="Usage">The tokens that were used, or <c>null</c> if none were.</param>
/// <param name="Dollars">The cost in US dollars.</param>
/// <param name="Model">The model that was used.</param>
/// <param name="Source">Where the cost comes from.</param>
internal sealed record AttemptCost(TokenUsage? Usage, decimal Dollars, string? Model, CostSource Source)
{
    private const decimal Maximum = 1_000_000_000_000;

    /// <summary>
    /// Returns the cost that the result of the agent reports, or else the one that the sheet reported, or else an estimate for a
    /// prompt. Anything else costs nothing.
    /// </summary>
    /// <param name="result">The usage in the result of the agent, or <c>null</c>.</param>
    /// <param name="reported">The cost that the sheet reported in lines, or <c>null</c>.</param>
    /// <param name="prompt">The prompt, or <c>null</c> if there was none or it was not sent.</param>
    /// <param name="output">The output.</param>
    /// <param name="options">The prices.</param>
    /// <param name="instrument">The profile, which may have prices, or <c>null</c>.</param>
    public static AttemptCost Of(
        ReportedUsage? result,
        AttemptCost? reported,
        string? prompt,
        string output,
        CostLimitOptions options,
        InstrumentOptions? instrument)
    {
        if (result is not null && (result.Cost ?? result.InputTokens ?? result.OutputTokens) is not null)
            return OfResult(result, options, instrument);
        if (reported is not null)
            return reported with { Model = reported.Model ?? result?.Model };

        TokenUsage? usage = prompt is null ? null : TokenUsage.Estimate(prompt, output);
        return new AttemptCost(usage, Math.Min(usage?.Cost(options) ?? 0, Maximum), result?.Model, CostSource.Estimated);
    }

    /// <summary>Returns the cost of one report in a line.</summary>
    /// <param name="report">The report.</param>
    /// <param name="options">The prices.</param>
    /// <param name="instrument">The profile, which may have prices, or <c>null</c>.</param>
    public static AttemptCost OfReport(UsageReport report, CostLimitOptions options, InstrumentOptions? instrument)
    {
        var usage = new TokenUsage(report.InputTokens, report.OutputTokens)
        {
            CacheReadTokens = report.CacheReadTokens,
            CacheWriteTokens = report.CacheWriteTokens,
        };
        decimal cost = report.Cost ?? Price(usage, report.Model, instrument) ?? usage.Cost(options);
        CostSource source = report.Cost is null ? CostSource.Priced : CostSource.Measured;
        return new AttemptCost(usage, Math.Min(cost, Maximum), report.Model, source);
    }

    /// <summary>Adds the costs of two reports. If they name different models, the model of the second report is used.</summary>
    /// <param name="first">The first cost.</param>
    /// <param name="second">The second cost.</param>
    public static AttemptCost operator +(AttemptCost first, AttemptCost second) => new(
        first.Usage is null ? second.Usage : second.Usage is null ? first.Usage : first.Usage + second.Usage,
        Math.Min(first.Dollars + second.Dollars, Maximum),
        second.Model ?? first.Model,
        first.Source > second.Source ? first.Source : second.Source);

    /// <summary>Returns a sheet's measures with this cost added.</summary>
    /// <param name="measures">The measures before the attempt.</param>
    public SheetMeasures AddTo(SheetMeasures measures) => Usage is null
        ? measures
        : measures with
        {
            Model = Model ?? measures.Model,
            InputTokens = measures.InputTokens + Usage.InputTokens,
            OutputTokens = measures.OutputTokens + Usage.OutputTokens,
            CacheReadTokens = measures.CacheReadTokens + Usage.CacheReadTokens,
            CacheWriteTokens = measures.CacheWriteTokens + Usage.CacheWriteTokens,
            Cost = measures.Cost + Dollars,
            CostConfidence = Math.Min(measures.CostConfidence ?? 1, Usage.Confidence),
            CostSource = measures.CostSource > Source ? measures.CostSource : Source,
        };

    private static AttemptCost OfResult(ReportedUsage result, CostLimitOptions options, InstrumentOptions? instrument)
    {
        ReportedUsage? unpriced = result.Cost is null ? result : result.Unpriced;
        decimal cost = (result.Cost ?? 0) + (unpriced is null ? 0 : Price(unpriced));
        CostSource source = unpriced is null ? CostSource.Measured : CostSource.Priced;
        return new AttemptCost(TokensOf(result), Math.Min(cost, Maximum), result.Model ?? instrument?.Model, source);

        decimal Price(ReportedUsage part) =>
            AttemptCost.Price(TokensOf(part), part.Model ?? result.Model, instrument) ?? TokensOf(part).Cost(options);
    }

    private static TokenUsage TokensOf(ReportedUsage usage) => new(usage.InputTokens ?? 0, usage.OutputTokens ?? 0)
    {
        CacheReadTokens = usage.CacheReadTokens ?? 0,
        CacheWriteTokens = usage.CacheWriteTokens ?? 0,
    };

    private static decimal? Price(TokenUsage usage, string? model, InstrumentOptions? instrument) => instrument?
        .PricesOf(model ?? instrument.Model)?
        .Cost(usage.InputTokens, usage.OutputTokens, usage.CacheReadTokens, usage.CacheWriteTokens);
}
