using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>Calculates costs from reported tokens and the prices of a profile.</summary>
public static class ReportedPrices
{
    /// <summary>Returns the cost in US dollars, or <c>null</c> if no tokens are reported or the profile has no price.</summary>
    /// <param name="instrument">The profile.</param>
    /// <param name="model">The model, or <c>null</c> if it is not known.</param>
    /// <param name="usage">The reported tokens.</param>
    public static decimal? CostOf(this InstrumentOptions instrument, string? model, ReportedUsage usage)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(usage);

        bool hasTokens = (usage.InputTokens ?? usage.OutputTokens ?? usage.CacheReadTokens ?? usage.CacheWriteTokens) is not null;
        return hasTokens
            ? instrument.PricesOf(model ?? instrument.Model)?.Cost(
                usage.InputTokens ?? 0, usage.OutputTokens ?? 0, usage.CacheReadTokens ?? 0, usage.CacheWriteTokens ?? 0)
            : null;
    }
}
