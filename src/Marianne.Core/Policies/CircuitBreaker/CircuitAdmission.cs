namespace Marianne.Policies;

/// <summary>What a circuit breaker answers to an attempt that wants through.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Pass">The pass of the attempt; nothing when it must wait.</param>
/// <param name="Wait">How long to wait before asking again; nothing when only a person ends the wait.</param>
public sealed record CircuitAdmission(CircuitState State, CircuitPermit? Pass, TimeSpan? Wait);
