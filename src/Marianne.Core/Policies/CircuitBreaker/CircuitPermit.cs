namespace Marianne.Policies;

/// <summary>An attempt that a circuit breaker let through. Its result is reported with it.</summary>
/// <param name="Generation">The generation of the state that let it through.</param>
public readonly record struct CircuitPermit(long Generation)
{
    /// <summary>The pass of an attempt that is none of the circuit breaker's business: its result is only counted.</summary>
    public static CircuitPermit Unwatched { get; } = new(-1);
}
