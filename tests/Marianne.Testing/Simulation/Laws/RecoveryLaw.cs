namespace Marianne.Testing.Simulation;

/// <summary>A law by which a simulated service recovers.</summary>
/// <param name="name">The name, as the table shows it.</param>
public abstract class RecoveryLaw(string name)
{
    /// <summary>The name, as the table shows it.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The distributions of the recoveries, each with its share of the incidents. It is empty if the law determines each recovery, so
    /// that knowing the law is knowing the recovery.
    /// </summary>
    public virtual IReadOnlyList<(double Share, IDistribution Distribution)> Distributions => [];

    /// <summary>Draws the recoveries of a simulation.</summary>
    /// <param name="incidents">The number of incidents.</param>
    /// <param name="random">The source of random numbers.</param>
    public abstract RecoveryTimes Draw(int incidents, Random random);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
