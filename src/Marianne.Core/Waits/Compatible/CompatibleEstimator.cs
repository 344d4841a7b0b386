using Marianne.Text;

namespace Marianne.Waits;

/// <summary>
/// Estimates each wait from the recent successful waits, as other implementations do: the mean of their average and their minimum,
/// and at least half of the static delay. Failed attempts do not count, and there is always a next attempt.
/// </summary>
public sealed class CompatibleEstimator : IWaitEstimator
{
    /// <inheritdoc/>
    public WaitEstimate Estimate(WaitHistory history, WaitRequest request)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(request);

        WaitSamples samples = history.Successes;
        (double seconds, double confidence, _) = LearnedWaitFormula.WithFallback(
            samples,
            request.StaticDelay.TotalSeconds,
            LearnedWaitFormula.DefaultMinimumSamples,
            LearnedWaitFormula.DefaultMinimumConfidence);
        return new WaitEstimate(
            GivesUp: false,
            request.Waited + TimeSpan.FromSeconds(seconds),
            DoneByThen: 0,
            WaitBasis.All,
            (int)Math.Min(samples.Count, int.MaxValue),
            confidence,
            HintTrust: 0,
            request.Penalty)
        {
            Reason = confidence == 0
                ? "nothing is learned yet"
                : $"learned from {CountText.Of(samples.Count, "recovery", "recoveries")}",
        };
    }
}
