namespace Marianne.Learning;

/// <summary>Determines how long to wait after an error, from the recoveries in a store.</summary>
/// <param name="store">The store of the recoveries.</param>
public sealed class WaitTimeService(IRecoveryStore store)
{
    /// <summary>
    /// Returns the delay after an error, or <c>null</c> if too little was learned and the request has no static delay.
    /// </summary>
    /// <param name="request">The error and the conditions.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<LearnedWaitTime?> FindAsync(WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);

        WaitSamples samples = await store
            .GetWaitSamplesAsync(request.ErrorCode, request.Model, cancellationToken).ConfigureAwait(false);
        if (request.StaticDelay is { } delay)
        {
            (double seconds, double confidence, WaitStrategy strategy) = LearnedWaitFormula.WithFallback(
                samples, delay.TotalSeconds, request.MinimumSamples, request.MinimumConfidence);
            return Create(seconds, confidence, strategy);
        }

        return LearnedWaitFormula.Learn(samples, request.MinimumSamples) is { } learned
            ? Create(learned, LearnedWaitFormula.Confidence(samples), WaitStrategy.GlobalLearned)
            : null;

        LearnedWaitTime Create(double seconds, double confidence, WaitStrategy strategy) => new()
        {
            ErrorCode = request.ErrorCode,
            Model = request.Model,
            Seconds = seconds,
            Confidence = confidence,
            Strategy = strategy,
            SampleCount = samples.Count,
        };
    }
}
