using Marianne.Testing.Simulation;

namespace Marianne.Benchmarks.Waits;

/// <summary>A row of the table: what the policies cost in one world.</summary>
/// <param name="Law">The law by which the service recovers.</param>
/// <param name="StaticDelay">The delay that is assumed while nothing is known.</param>
/// <param name="Penalty">The cost of a failed attempt.</param>
/// <param name="Oracle">What waiting costs if the law is known.</param>
/// <param name="Curve">What the recovery curve costs.</param>
/// <param name="Others">What the other policies cost, in their order.</param>
internal sealed record WaitRow(
    RecoveryLaw Law,
    TimeSpan StaticDelay,
    TimeSpan Penalty,
    LawOracle Oracle,
    SimulationResult Curve,
    IReadOnlyList<SimulationResult> Others)
{
    /// <summary>
    /// Indicates whether the first seed costs the same with an SQLite file as with a store in memory, or <c>null</c> if there was no
    /// file.
    /// </summary>
    public bool? IsFileEqual { get; init; }

    /// <summary>Returns the cost of the recovery curve for the first incidents as a multiple of the fair one.</summary>
    public double ToFair(int incidents) => Curve.ToFair(incidents, Oracle);
}
