namespace Marianne.Policies;

/// <summary>The position of a circuit breaker.</summary>
public enum CircuitPosition : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>Every attempt is allowed.</summary>
    Closed,

    /// <summary>No attempt is allowed.</summary>
    Open,

    /// <summary>One attempt is allowed; its result closes or opens the circuit breaker.</summary>
    HalfOpen,
}
