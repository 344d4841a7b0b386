namespace Marianne.Learning;

/// <summary>How long to wait after an error, from how long it took to recover from it before. Pure.</summary>
public static class LearnedWaitFormula
{
    /// <summary>How many samples it takes unless told otherwise.</summary>
    public const int DefaultMinimumSamples = 3;

    /// <summary>How sure a wait must be to be taken alone unless told otherwise.</summary>
    public const double DefaultMinimumConfidence = 0.7;

    /// <summary>How many samples make a wait certain.</summary>
    private const double CertainAt = 10;

    /// <summary>The least part of the static delay that is waited.</summary>
    private const double FloorOfStatic = 0.5;

    /// <summary>
    /// The wait in seconds that was learned: half-way between the mean and the shortest of the recent waits. Nothing
    /// when there are too few samples.
    /// </summary>
    public static double? Learn(WaitSamples samples, int minimumSamples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumSamples, 1);

        // More than the recent ones can be asked for: then all of them count.
        long count = minimumSamples > WaitSamples.MostRecent ? samples.Count : samples.Recent.Count;
        return count < minimumSamples || samples.Recent.Count == 0
            ? null
            : (samples.Recent.Average() + samples.Recent.Min()) / 2;
    }

    /// <summary>How sure a wait is, 0 to 1: certain from ten samples on.</summary>
    public static double Confidence(WaitSamples samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return Math.Min(samples.Count / CertainAt, 1);
    }

    /// <summary>The wait with a static delay to fall back on, never shorter than half of it.</summary>
    /// <param name="samples">The successful recoveries.</param>
    /// <param name="staticSeconds">The static delay, in seconds.</param>
    /// <param name="minimumSamples">How many samples it takes, 1 or more.</param>
    /// <param name="minimumConfidence">How sure a wait must be to be taken alone, 0 to 1; below that it is blended.</param>
    public static (double Seconds, double Confidence, WaitStrategy Strategy) WithFallback(
        WaitSamples samples, double staticSeconds, int minimumSamples, double minimumConfidence)
    {
        if (Learn(samples, minimumSamples) is not { } wait)
            return (staticSeconds, 0, WaitStrategy.StaticFallback);

        double confidence = Confidence(samples);
        double learned = Math.Max(wait, staticSeconds * FloorOfStatic);
        if (confidence >= minimumConfidence)
            return (learned, confidence, WaitStrategy.GlobalLearned);

        double weight = confidence / minimumConfidence;
        return ((weight * learned) + ((1 - weight) * staticSeconds), confidence, WaitStrategy.GlobalLearnedBlend);
    }
}
