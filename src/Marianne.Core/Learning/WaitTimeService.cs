using Marianne.Waits;

namespace Marianne.Learning;

/// <summary>Determines how long to wait after an error, from the recoveries in a store.</summary>
/// <param name="store">The store of the recoveries.</param>
public sealed class WaitTimeService(IRecoveryStore store)
{
    /// <summary>
    /// Returns the delay after an error, or <c>null</c> if too little was learned and the query has no static delay.
    /// </summary>
    /// <param name="query">The error and the conditions.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<LearnedWaitTime?> FindAsync(LearnedWaitQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);

        WaitSamples samples = await store
            .GetWaitSamplesAsync(query.ErrorCode, query.Model, cancellationToken).ConfigureAwait(false);
        if (query.StaticDelay is { } delay)
        {
            (double seconds, double confidence, double share) = LearnedWaitFormula.WithFallback(
                samples, delay.TotalSeconds, query.MinimumSamples, query.MinimumConfidence);
            return Create(seconds, confidence, share switch
            {
                0 => WaitStrategy.StaticFallback,
                1 => WaitStrategy.GlobalLearned,
                _ => WaitStrategy.GlobalLearnedBlend,
            });
        }

        return LearnedWaitFormula.Learn(samples, query.MinimumSamples) is { } learned
            ? Create(learned, LearnedWaitFormula.Confidence(samples), WaitStrategy.GlobalLearned)
            : null;

        LearnedWaitTime Create(double seconds, double confidence, WaitStrategy strategy) => new()
        {
            ErrorCode = query.ErrorCode,
            Model = query.Model,
            Seconds = seconds,
            Confidence = confidence,
            Strategy = strategy,
            SampleCount = samples.Count,
        };
    }
}
