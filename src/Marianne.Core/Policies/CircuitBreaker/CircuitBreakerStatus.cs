namespace Marianne.Policies;

/// <summary>What a person wants to know of a circuit breaker, as of when it was read.</summary>
public sealed record CircuitBreakerStatus
{
    /// <summary>Its name: an instrument as the score writes it, or <c>score</c> and the name of one.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands. One whose recovery timeout has passed is HalfOpen, also before anybody asks it.</summary>
    public required CircuitPosition State { get; init; }

    /// <summary>How many attempts failed since the last that succeeded.</summary>
    public required int FailuresInARow { get; init; }

    /// <summary>How many attempts failed since it was reset.</summary>
    public required long Failures { get; init; }

    /// <summary>How many attempts succeeded since it was reset.</summary>
    public required long Successes { get; init; }

    /// <summary>When it opened; nothing when it is not Open.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>How long until one attempt is let through; nothing when it is not Open, or was forced open.</summary>
    public TimeSpan? TimeUntilHalfOpen { get; init; }

    /// <summary>Whether somebody forced it open: then it does not half-open by itself.</summary>
    public required bool IsForced { get; init; }

    /// <summary>How many failures in a row open it, as the score that used it last wants it.</summary>
    public required int FailureThreshold { get; init; }

    /// <summary>How long it stays open before one attempt is let through, as the score that used it last wants it.</summary>
    public required TimeSpan RecoveryTimeout { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The status of a circuit breaker that a store keeps.</summary>
    /// <exception cref="MarianneException">CircuitDamaged: a value of it could not be read.</exception>
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
