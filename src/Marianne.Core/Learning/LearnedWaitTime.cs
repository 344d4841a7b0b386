namespace Marianne.Learning;

/// <summary>How long to wait after an error, and why so long.</summary>
public sealed record LearnedWaitTime
{
    /// <summary>The code of the error.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model, when only its recoveries count.</summary>
    public string? Model { get; init; }

    /// <summary>The wait.</summary>
    public TimeSpan Delay => TimeSpan.FromSeconds(Seconds);

    /// <summary>The wait in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>How sure it is, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>Where it comes from.</summary>
    public required WaitStrategy Strategy { get; init; }

    /// <summary>How many successful recoveries are known.</summary>
    public required long SampleCount { get; init; }

    /// <summary>
    /// The wait for an error as a store remembers it; nothing when nothing was learned and there is no static delay.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public static async ValueTask<LearnedWaitTime?> FindAsync(
        ILearningStore store, WaitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(request);

        WaitSamples samples = await store
            .GetWaitSamplesAsync(request.ErrorCode, request.Model, cancellationToken).ConfigureAwait(false);
        if (request.StaticDelay is { } delay)
        {
            (double seconds, double confidence, WaitStrategy strategy) = LearnedWaitFormula.WithFallback(
                samples, delay.TotalSeconds, request.MinimumSamples, request.MinimumConfidence);
            return Make(seconds, confidence, strategy);
        }

        return LearnedWaitFormula.Learn(samples, request.MinimumSamples) is { } learned
            ? Make(learned, LearnedWaitFormula.Confidence(samples), WaitStrategy.GlobalLearned)
            : null;

        LearnedWaitTime Make(double seconds, double confidence, WaitStrategy strategy) => new()
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
