using Marianne.Waits;

namespace Marianne.Testing.Simulation;

/// <summary>A simulated world: a service that fails and recovers, and the workers that use it.</summary>
/// <param name="Law">The law by which the service recovers.</param>
/// <param name="StaticDelay">The delay that the workers assume while nothing is known.</param>
public sealed record SimulationSettings(RecoveryLaw Law, TimeSpan StaticDelay)
{
    /// <summary>The number of incidents. The default is 200.</summary>
    public int Incidents { get; init; } = 200;

    /// <summary>The seed of the random numbers. The same seed has the same incidents, whatever the other settings are.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of workers. They share what is recorded. The default is 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The mean time from the end of a worker's incident to its next one. The default is 2 hours.</summary>
    public TimeSpan MeanGap { get; init; } = TimeSpan.FromHours(2);

    /// <summary>What a failed attempt costs. The default is 30 seconds.</summary>
    public TimeSpan Penalty { get; init; } = WaitRequest.DefaultPenalty;

    /// <summary>What giving up costs. The default is 7 days.</summary>
    public TimeSpan GiveUpAfter { get; init; } = WaitRequest.DefaultGiveUpAfter;

    /// <summary>
    /// Returns the seconds to the reset time that the service names, for the seconds to the recovery. The default is <c>null</c>: it
    /// names none.
    /// </summary>
    public Func<double, Random, double>? Hint { get; init; }
}
