namespace Marianne.Testing.Simulation;

/// <summary>A service whose time to recover changes after each 100 incidents: from 2 minutes to half an hour, and back.</summary>
public sealed class DriftLaw() : RecoveryLaw("drift 120/1800")
{
    private const int IncidentsBetween = 100;

    /// <inheritdoc/>
    public override RecoveryTimes Draw(int incidents, Random random) =>
        (incident, _) => incident / IncidentsBetween % 2 == 1 ? 1800 : 120;
}
