namespace Marianne.Testing.Simulation;

/// <summary>Times without memory, such as those between independent events; at least a second.</summary>
/// <param name="mean">The mean in seconds.</param>
public sealed class ExponentialDistribution(double mean) : IDistribution
{
    /// <inheritdoc/>
    public double Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return Math.Max(1, random.NextExponential(mean));
    }

    /// <summary>Returns points that are dense up to five times the mean, and sparse up to twenty times.</summary>
    public DiscreteDistribution ToPoints()
    {
        const int Half = DiscreteDistribution.PointCount / 2;
        double last = 5 * mean;
        double[] times = [.. Spaced(1, last), .. Spaced(last + (mean / 30), 20 * mean)];
        return DiscreteDistribution.FromCumulative(times, [.. times.Select(time => 1 - Math.Exp(-time / mean))]);

        static IEnumerable<double> Spaced(double from, double to) =>
            Enumerable.Range(0, Half).Select(i => from + ((to - from) * i / (Half - 1)));
    }
}
