using Marianne.Jobs;

namespace Marianne.Policies;

/// <summary>A circuit breaker as a store keeps it: its state, and the options of the score that used it last.</summary>
public sealed record Circuit
{
    private static readonly CircuitBreakerOptions Default = new();

    /// <summary>The name. Sheets that may fail for a common cause have the same one. It is case-sensitive.</summary>
    public required string Name { get; init; }

    /// <summary>The current state.</summary>
    public CircuitState State { get; init; } = CircuitState.New;

    /// <summary>The number of consecutive failures that trips the circuit breaker.</summary>
    public int FailureThreshold { get; init; } = Default.FailureThreshold;

    /// <summary>The time that it stays open before one attempt is allowed, in seconds.</summary>
    public double RecoveryTimeoutSeconds { get; init; } = Default.RecoveryTimeoutSeconds;

    /// <summary>The time of the last change. The store sets it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// The stored values that cannot be read. If there are any, no attempt is allowed until the circuit breaker is reset.
    /// </summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];

    /// <summary>Returns this instance if every stored value is valid.</summary>
    /// <exception cref="MarianneException">CircuitDamaged: a stored value cannot be read.</exception>
    public Circuit EnsureReadable() => Unreadable.Count == 0 ? this : throw CircuitErrors.Damaged(this);

    /// <summary>Returns the circuit breaker with a new state.</summary>
    /// <param name="state">The new state.</param>
    /// <param name="options">The options of the score that changed the state.</param>
    public Circuit With(CircuitState state, CircuitBreakerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return this with
        {
            State = state,
            FailureThreshold = options.FailureThreshold,
            RecoveryTimeoutSeconds = options.RecoveryTimeoutSeconds,
        };
    }

    /// <summary>Returns the circuit breaker closed, with all counts set to 0. Values that cannot be read are discarded.</summary>
    public Circuit Reset() => this with { State = CircuitBreaker.Reset(State), Unreadable = [] };

    /// <summary>Returns the circuit breaker forced to a position by the user.</summary>
    /// <param name="position">The position: Open or Closed.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">
    /// InvalidParameter: the position is HalfOpen. CircuitDamaged: a stored value cannot be read.
    /// </exception>
    public Circuit Force(CircuitPosition position, DateTimeOffset now) => EnsureReadable() with
    {
        State = position switch
        {
            CircuitPosition.Open => CircuitBreaker.ForceOpen(State, now),
            CircuitPosition.Closed => CircuitBreaker.ForceClosed(State),
            _ => throw CircuitErrors.CannotForce(position),
        },
    };
}
