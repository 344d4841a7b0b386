namespace Marianne.Testing.Simulation;

/// <summary>A service whose recoveries are independent of each other.</summary>
/// <param name="name">The name, as the table shows it.</param>
/// <param name="distribution">The distribution of the recoveries.</param>
public sealed class RandomLaw(string name, IDistribution distribution) : RecoveryLaw(name)
{
    /// <inheritdoc/>
    public override IReadOnlyList<(double Share, IDistribution Distribution)> Distributions => [(1, distribution)];

    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random)
    {
        double[] seconds = [.. Enumerable.Range(0, incidents).Select(_ => distribution.Draw(random))];
        return (incident, _) => seconds[incident];
    }
}
