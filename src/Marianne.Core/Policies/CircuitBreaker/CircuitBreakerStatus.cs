namespace Marianne.Policies;

/// <summary>The status of a circuit breaker at the time it was read.</summary>
public sealed record CircuitBreakerStatus
{
    /// <summary>The name: an instrument as it is written in the score, or <c>score</c> and the name of a score.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// The current state. It is HalfOpen as soon as the recovery timeout of an open circuit breaker has elapsed.
    /// </summary>
    public required CircuitPosition State { get; init; }

    /// <summary>The number of failed attempts since the last successful one.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>The number of failed attempts since the last reset.</summary>
    public required long Failures { get; init; }

    /// <summary>The number of successful attempts since the last reset.</summary>
    public required long Successes { get; init; }

    /// <summary>The time at which it opened; <c>null</c> if it is not Open.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>The time until one attempt is allowed; <c>null</c> if it is not Open, or was forced open.</summary>
    public TimeSpan? TimeUntilHalfOpen { get; init; }

    /// <summary>Indicates whether the user forced it open. It then stays open until the user closes or resets it.</summary>
    public required bool IsForced { get; init; }

    /// <summary>The number of consecutive failures that trips it, according to the score that used it last.</summary>
    public required int FailureThreshold { get; init; }

    /// <summary>The time that it stays open before one attempt is allowed, according to the score that used it last.</summary>
    public required TimeSpan RecoveryTimeout { get; init; }

    /// <summary>The time of the last change.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Creates the status of a stored circuit breaker.</summary>
    /// <param name="circuit">The circuit breaker.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="MarianneException">CircuitDamaged: a stored value cannot be read.</exception>
    public static CircuitBreakerStatus Of(Circuit circuit, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(circuit);

        CircuitState state = circuit.EnsureReadable().State;
        var options = new CircuitBreakerOptions { RecoveryTimeoutSeconds = circuit.RecoveryTimeoutSeconds };
        TimeSpan? wait = CircuitBreaker.UntilHalfOpen(state, options, now);
        bool isDue = state.Position == CircuitPosition.Open && wait == TimeSpan.Zero;
        bool isOpen = state.Position == CircuitPosition.Open && !isDue;
        return new CircuitBreakerStatus
        {
            Name = circuit.Name,
            State = isDue ? CircuitPosition.HalfOpen : state.Position,
            FailuresInARow = state.FailuresInARow,
            Failures = state.Failures,
            Successes = state.Successes,
            OpenedAt = isOpen ? state.OpenedAt : null,
            TimeUntilHalfOpen = isOpen ? wait : null,
            IsForced = state.IsForced,
            FailureThreshold = circuit.FailureThreshold,
            RecoveryTimeout = TimeSpan.FromSeconds(circuit.RecoveryTimeoutSeconds),
            UpdatedAt = circuit.UpdatedAt,
        };
    }
}
