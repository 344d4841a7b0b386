namespace Marianne.Policies;

/// <summary>Where a circuit breaker stands.</summary>
public enum CircuitPosition
{
    /// <summary>Every attempt is let through.</summary>
    Closed,

    /// <summary>No attempt is let through.</summary>
    Open,

    /// <summary>One attempt is let through, and decides.</summary>
    HalfOpen,
}
