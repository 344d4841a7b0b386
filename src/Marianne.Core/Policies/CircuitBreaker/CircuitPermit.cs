namespace Marianne.Policies;

/// <summary>The permit of an attempt that a circuit breaker allowed. The attempt's result is reported with it.</summary>
/// <param name="Generation">The generation of the state that allowed it.</param>
public readonly record struct CircuitPermit(long Generation)
{
    /// <summary>The permit of an attempt while the circuit breaker is turned off. Its result is only counted.</summary>
    public static CircuitPermit Unwatched { get; } = new(-1);
}
