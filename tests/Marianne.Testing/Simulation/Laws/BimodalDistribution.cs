namespace Marianne.Testing.Simulation;

/// <summary>One of two times, each as often as the other.</summary>
/// <param name="low">The shorter time in seconds.</param>
/// <param name="high">The longer time in seconds.</param>
public sealed class BimodalDistribution(double low, double high) : IDistribution
{
    /// <inheritdoc/>
    public double Draw(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextDouble() < 0.5 ? low : high;
    }

    /// <inheritdoc/>
    public DiscreteDistribution ToPoints() => new([low, high], [0.5, 0.5]);
}
