namespace Marianne.Testing.Simulation;

/// <summary>The incidents of simulations that differ only in their seeds.</summary>
/// <param name="Law">The law by which the service recovers.</param>
/// <param name="Penalty">The cost of a failed attempt.</param>
/// <param name="Runs">
/// The incidents of each seed, in the order in which they began. A measure uses the seeds that have as many incidents as it needs.
/// </param>
public sealed record SimulationResult(
    RecoveryLaw Law, TimeSpan Penalty, IReadOnlyList<IReadOnlyList<SimulatedIncident>> Runs)
{
    /// <summary>What giving up costs. The default is 7 days.</summary>
    public TimeSpan GiveUpAfter { get; init; } = Waits.WaitRequest.DefaultGiveUpAfter;

    /// <summary>Returns the mean cost of the first incidents in seconds.</summary>
    public double Cost(int incidents) => Mean(0, incidents, incident => incident.Cost(Penalty, GiveUpAfter));

    /// <summary>Returns the failed attempts for each incident of a range.</summary>
    /// <param name="from">The number of incidents that are skipped.</param>
    /// <param name="to">The number of the last incident.</param>
    public double FailedTries(int from, int to) => Mean(from, to, incident => incident.FailedTries);

    /// <summary>
    /// Returns the cost of the first incidents as a multiple of what it is if each recovery is known: as long as the recovery.
    /// </summary>
    public double ToClairvoyant(int incidents) => Cost(incidents) / Mean(0, incidents, incident => incident.Recovery);

    /// <summary>
    /// Returns the cost of the first incidents as a multiple of the fair one. What is fair is scaled by how the recoveries that were
    /// drawn differ from the law, so that long or short ones by chance change nothing.
    /// </summary>
    /// <param name="incidents">Their number.</param>
    /// <param name="oracle">What waiting costs if the law is known.</param>
    public double ToFair(int incidents, LawOracle oracle)
    {
        ArgumentNullException.ThrowIfNull(oracle);
        return ToClairvoyant(incidents) / oracle.FairRatio;
    }

    private double Mean(int from, int to, Func<SimulatedIncident, double> value) =>
        Runs.Where(run => run.Count >= to).Average(run => run.Skip(from).Take(to - from).Average(value));
}
