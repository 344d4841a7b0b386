namespace Marianne.Waits;

/// <summary>
/// One attempt after a wait, as a learning store has it. The numbers are as stored: they can be missing, infinite or out of
/// range.
/// </summary>
/// <param name="Waited">The seconds from the first error of the incident to the start of the attempt.</param>
/// <param name="Recovered">Indicates whether the attempt had a result other than the error.</param>
/// <param name="Incident">The id of the incident, or <c>null</c> if the row is an incident of its own.</param>
/// <param name="Began">The time of the incident's first error, in Unix seconds, or <c>null</c> if it is not known.</param>
/// <param name="Hint">
/// The seconds from the first error to the reset time that the service named, or <c>null</c> if it named none.
/// </param>
public readonly record struct WaitRow(double? Waited, bool? Recovered, string? Incident = null, double? Began = null, double? Hint = null);
