namespace Marianne.Testing.Simulation;

/// <summary>A distribution of times as points.</summary>
/// <param name="Times">The times in seconds, ascending.</param>
/// <param name="Probabilities">Their probabilities.</param>
public sealed record DiscreteDistribution(double[] Times, double[] Probabilities)
{
    /// <summary>The number of points that approximates a continuous distribution.</summary>
    public const int PointCount = 600;

    /// <summary>The mean time in seconds.</summary>
    public double Mean => Times.Zip(Probabilities, (time, probability) => time * probability).Sum();

    /// <summary>
    /// Returns a distribution whose points take the probability from the time before them. The last point takes the rest.
    /// </summary>
    /// <param name="times">The times in seconds, ascending.</param>
    /// <param name="below">The probability of a time of at most each of them.</param>
    public static DiscreteDistribution FromCumulative(double[] times, double[] below)
    {
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(below);

        double[] probabilities = new double[times.Length];
        for (int i = 0; i < times.Length; i++)
            probabilities[i] = (i == times.Length - 1 ? 1 : below[i]) - (i == 0 ? 0 : below[i - 1]);
        return new DiscreteDistribution(times, probabilities);
    }
}
