namespace Marianne.Waits;

/// <summary>A point of a recovery curve.</summary>
/// <param name="Time">The time from the first error.</param>
/// <param name="Recovered">The estimated share of incidents that have recovered by then, 0 to 1.</param>
public sealed record RecoveryCurvePoint(TimeSpan Time, double Recovered);
