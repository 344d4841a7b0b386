namespace Marianne.Policies;

/// <summary>The answer of a circuit breaker to an attempt.</summary>
/// <param name="State">The new state.</param>
/// <param name="Pass">The permit of the attempt; <c>null</c> if it must wait.</param>
/// <param name="Wait">The delay before asking again; <c>null</c> if only the user can end the wait.</param>
public sealed record CircuitAdmission(CircuitState State, CircuitPermit? Pass, TimeSpan? Wait);
