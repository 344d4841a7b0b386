namespace Marianne.Waits;

/// <summary>Computes the delay after an error from earlier successful recoveries. A pure function.</summary>
public static class LearnedWaitFormula
{
    /// <summary>The default for the minimum number of samples.</summary>
    public const int DefaultMinimumSamples = 3;

    /// <summary>The default for the minimum confidence with which a learned delay is used without blending.</summary>
    public const double DefaultMinimumConfidence = 0.7;

    /// <summary>The number of samples from which the confidence is 1.</summary>
    private const double CertainAt = 10;

    /// <summary>The minimum fraction of the static delay.</summary>
    private const double FloorOfStatic = 0.5;

    /// <summary>
    /// Returns the learned delay in seconds, the mean of the average and the minimum of the recent waits, or <c>null</c> if
    /// there are too few samples.
    /// </summary>
    /// <param name="samples">The successful recoveries.</param>
    /// <param name="minimumSamples">The minimum number of samples, 1 or more.</param>
    public static double? Learn(WaitSamples samples, int minimumSamples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumSamples, 1);

        // The minimum may exceed the number of recent samples: then all samples are counted.
        long count = minimumSamples > WaitSamples.MostRecent ? samples.Count : samples.Recent.Count;
        return count < minimumSamples || samples.Recent.Count == 0
            ? null
            : (samples.Recent.Average() + samples.Recent.Min()) / 2;
    }

    /// <summary>Returns the confidence in a learned delay, 0 to 1: one tenth for each sample.</summary>
    /// <param name="samples">The successful recoveries.</param>
    public static double Confidence(WaitSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Math.Min(samples.Count / CertainAt, 1);
    }

    /// <summary>
    /// Returns the delay with a static delay as fallback. It is at least half of the static delay if it was learned.
    /// </summary>
    /// <param name="samples">The successful recoveries.</param>
    /// <param name="staticSeconds">The static delay in seconds.</param>
    /// <param name="minimumSamples">The minimum number of samples, 1 or more.</param>
    /// <param name="minimumConfidence">
    /// The minimum confidence, 0 to 1. Below it, the learned delay is blended with the static one.
    /// </param>
    /// <returns>
    /// The delay in seconds, the confidence in it, and the share of the learned delay in it: 0 for the static delay, 1 for the
    /// learned one.
    /// </returns>
    public static (double Seconds, double Confidence, double LearnedShare) WithFallback(
        WaitSamples samples, double staticSeconds, int minimumSamples, double minimumConfidence)
    {
        if (Learn(samples, minimumSamples) is not { } wait)
            return (staticSeconds, 0, 0);

        double confidence = Confidence(samples);
        double learned = Math.Max(wait, staticSeconds * FloorOfStatic);
        if (confidence >= minimumConfidence)
            return (learned, confidence, 1);

        double weight = confidence / minimumConfidence;
        return ((weight * learned) + ((1 - weight) * staticSeconds), confidence, weight);
    }
}
