namespace Marianne.Testing.Simulation;

/// <summary>A simulated incident that is over.</summary>
/// <param name="Recovery">The seconds from the first error until the service recovered.</param>
/// <param name="Waited">The seconds from the first error to the last attempt.</param>
/// <param name="FailedTries">The number of failed attempts.</param>
/// <param name="GaveUp">Indicates whether the last attempt failed and no other followed.</param>
public readonly record struct SimulatedIncident(double Recovery, double Waited, int FailedTries, bool GaveUp)
{
    /// <summary>Returns what the incident cost in seconds.</summary>
    /// <param name="penalty">The cost of a failed attempt.</param>
    /// <param name="giveUpAfter">The cost of giving up.</param>
    public double Cost(TimeSpan penalty, TimeSpan giveUpAfter) =>
        Waited + (FailedTries * penalty.TotalSeconds) + (GaveUp ? giveUpAfter.TotalSeconds : 0);
}
