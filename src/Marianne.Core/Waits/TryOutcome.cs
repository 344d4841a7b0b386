using Marianne.Jobs;

namespace Marianne.Waits;

/// <summary>What an attempt after a wait says about the incident.</summary>
/// <param name="Id">The id of the outcome. It is the same if the outcome of the same attempt is recorded again.</param>
/// <param name="Incident">The incident as it was when the attempt started.</param>
/// <param name="Waited">The time from the first error to the start of the attempt.</param>
/// <param name="Recovered">Indicates whether the attempt was not stopped by the error.</param>
public sealed record TryOutcome(string Id, OngoingIncident Incident, TimeSpan Waited, bool Recovered);
