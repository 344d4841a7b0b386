namespace Marianne.Testing.Simulation;

/// <summary>Times whose logarithm has a normal distribution.</summary>
/// <param name="median">The median in seconds.</param>
/// <param name="sigma">The standard deviation of the natural logarithm.</param>
public sealed class LogNormalDistribution(double median, double sigma) : IDistribution
{
    private const double Lowest = -5;
    private const double Highest = 5.2;
    private const double Step = (Highest - Lowest) / (DiscreteDistribution.PointCount - 1);

    /// <inheritdoc/>
    public double Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return median * Math.Exp(sigma * random.NextNormal());
    }

    /// <inheritdoc/>
    public DiscreteDistribution ToPoints()
    {
        double[] times = new double[DiscreteDistribution.PointCount];
        double[] below = new double[DiscreteDistribution.PointCount];
        double sum = 0;
        for (int i = 0; i < times.Length; i++)
        {
            double z = Lowest + (i * Step);
            sum += i == 0 ? 0 : ProbabilityOf(z - Step, z);
            times[i] = median * Math.Exp(sigma * z);
            below[i] = sum;
        }

        return DiscreteDistribution.FromCumulative(times, below);
    }

    /// <summary>Integrates the standard normal density by Simpson's rule. The step is so small that the error is below 1e-11.</summary>
    private static double ProbabilityOf(double from, double to) =>
        (to - from) / 6 * (Density(from) + (4 * Density((from + to) / 2)) + Density(to));

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
}
