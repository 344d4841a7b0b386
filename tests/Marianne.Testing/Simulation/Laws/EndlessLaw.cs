using System.Globalization;

namespace Marianne.Testing.Simulation;

/// <summary>A service that never recovers from a share of the incidents.</summary>
/// <param name="share">The share, 0 to 1.</param>
public sealed class EndlessLaw(double share) : RecoveryLaw(string.Create(CultureInfo.InvariantCulture, $"never {share:0 %}"))
{
    private static readonly LogNormalDistribution Others = new(200, 0.5);

    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random)
    {
        double[] seconds = [.. Enumerable.Range(0, incidents)
            .Select(_ => random.NextDouble() < share ? double.PositiveInfinity : Others.Draw(random))];
        return (incident, _) => seconds[incident];
    }
}
