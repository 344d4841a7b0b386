namespace Marianne.Testing.Simulation;

/// <summary>Times that are equally likely between two bounds.</summary>
/// <param name="low">The lower bound in seconds.</param>
/// <param name="high">The upper bound in seconds.</param>
public sealed class UniformDistribution(double low, double high) : IDistribution
{
    /// <inheritdoc/>
    public double Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return low + ((high - low) * random.NextDouble());
    }

    /// <inheritdoc/>
    public DiscreteDistribution ToPoints()
    {
        double step = (high - low) / DiscreteDistribution.PointCount;
        double[] times = [.. Enumerable.Range(1, DiscreteDistribution.PointCount).Select(i => low + (i * step))];
        double[] below = [.. times.Select(time => (time - low) / (high - low))];
        return DiscreteDistribution.FromCumulative(times, below);
    }
}
