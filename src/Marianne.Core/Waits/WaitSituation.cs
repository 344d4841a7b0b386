using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Waits;

/// <summary>What is known when the next wait of an incident is planned.</summary>
/// <param name="Code">The error.</param>
/// <param name="Incident">The incident.</param>
/// <param name="Elapsed">The time since the first error.</param>
/// <param name="Now">The current time.</param>
public sealed record WaitSituation(ErrorCode Code, OngoingIncident Incident, TimeSpan Elapsed, DateTimeOffset Now)
{
    /// <summary>The time of the next attempt that the service named; <c>null</c> if it named none.</summary>
    public DateTimeOffset? NamedTime { get; init; }

    /// <summary>The delay that is assumed while nothing is known. The default is <c>null</c>: that of the policies.</summary>
    public TimeSpan? StaticDelay { get; init; }

    /// <summary>The number of retries from the start.</summary>
    public int Retries { get; init; }

    /// <summary>The mean cost of failed attempts in US dollars. The default is 0.</summary>
    public decimal CostOfTry { get; init; }
}
