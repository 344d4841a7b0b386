using Marianne.Policies;

namespace Marianne.Commands;

/// <summary>Completes the states that a circuit breaker can be forced into.</summary>
public sealed class CircuitStateCompleter() : WordCompleter([nameof(CircuitPosition.Open), nameof(CircuitPosition.Closed)]);
