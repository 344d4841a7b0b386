using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Policies;

/// <summary>A circuit breaker as a store keeps it: its state, and the options by which it was last used.</summary>
public sealed record Circuit
{
    private static readonly CircuitBreakerOptions Default = new();

    /// <summary>Its name; see <see cref="CircuitName"/>. Upper and lower case differ.</summary>
    public required string Name { get; init; }

    /// <summary>Where it stands, and what it has counted.</summary>
    public CircuitState State { get; init; } = CircuitState.New;

    /// <summary>How many failures in a row open it.</summary>
    public int FailureThreshold { get; init; } = Default.FailureThreshold;

    /// <summary>How long it stays open before one attempt is let through, in seconds.</summary>
    public double RecoveryTimeoutSeconds { get; init; } = Default.RecoveryTimeoutSeconds;

    /// <summary>When it last changed. The store sets it.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The stored values that could not be read. One that has any lets nobody through until it is reset.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];

    /// <summary>This very one, when all of it could be read.</summary>
    /// <exception cref="MarianneException">CircuitDamaged: a value could not be read.</exception>
    public Circuit EnsureReadable() => Unreadable.Count == 0 ? this : throw CircuitErrors.Damaged(this);

    /// <summary>The same after a step that somebody took by his options.</summary>
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

    /// <summary>The same with everything forgotten, the values that could not be read too.</summary>
    public Circuit Reset() => this with { State = CircuitBreaker.Reset(State), Unreadable = [] };

    /// <summary>The same, put where somebody wants it.</summary>
    /// <exception cref="MarianneException">
    /// InvalidParameter: nobody can put it half-open. CircuitDamaged: a value could not be read.
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
