namespace Marianne.Testing.Simulation;

/// <summary>A distribution of times.</summary>
public interface IDistribution
{
    /// <summary>Draws a time in seconds.</summary>
    double Draw(Random random);

    /// <summary>Returns the distribution as points, for which the best plan of attempts can be computed.</summary>
    DiscreteDistribution ToPoints();
}
