using Marianne.Durations;

namespace Marianne.Policies;

/// <summary>
/// Holds attempts back after consecutive failures. It is Closed at first, Open after enough failures in a row, and HalfOpen
/// after the recovery timeout: then one attempt decides. Rate limits are not failures; their permits are released.
/// </summary>
/// <remarks>
/// The methods are pure: each returns the next state. A caller that stores the state must replace it only if it has not
/// changed in the meantime.
/// </remarks>
public static class CircuitBreaker
{
    /// <summary>Requests a permit for an attempt.</summary>
    /// <param name="state">The current state.</param>
    /// <param name="options">The score's options for the circuit breaker.</param>
    /// <param name="attemptLimit">
    /// The time limit of the attempt. If the attempt in HalfOpen has no result by then, another one is allowed.
    /// </param>
    /// <param name="now">The current time.</param>
    public static CircuitAdmission Enter(
        CircuitState state, CircuitBreakerOptions options, TimeSpan attemptLimit, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);

        if (!options.Enabled)
            return new CircuitAdmission(state, CircuitPermit.Unwatched, TimeSpan.Zero);
        if (state.Position == CircuitPosition.Closed)
            return new CircuitAdmission(state, new CircuitPermit(state.Generation), TimeSpan.Zero);
        if (UntilHalfOpen(state, options, now) is not { } wait)
            return new CircuitAdmission(state, null, null);
        if (wait > TimeSpan.Zero)
            return new CircuitAdmission(state with { OpenedAt = state.OpenedAt > now ? now : state.OpenedAt }, null, wait);
        if (state.ProbeUntil > now)
            return new CircuitAdmission(state, null, state.ProbeUntil - now);

        CircuitState next = Move(state, CircuitPosition.HalfOpen) with { ProbeUntil = Duration.After(now, attemptLimit) };
        return new CircuitAdmission(next, new CircuitPermit(next.Generation), TimeSpan.Zero);
    }

    /// <summary>
    /// Returns the state after an attempt succeeded. If its permit is older than the last change of position, it is only
    /// counted.
    /// </summary>
    /// <param name="state">The current state.</param>
    /// <param name="permit">The attempt's permit.</param>
    public static CircuitState Succeed(CircuitState state, CircuitPermit permit)
    {
        ArgumentNullException.ThrowIfNull(state);

        CircuitState counted = state with { Successes = state.Successes + 1 };
        return !IsCurrent(state, permit) ? counted
            : state.Position == CircuitPosition.HalfOpen ? Move(counted, CircuitPosition.Closed) with { FailuresInARow = 0 }
            : counted with { FailuresInARow = 0 };
    }

    /// <summary>
    /// Returns the state after an attempt failed. If its permit is older than the last change of position, it is only counted.
    /// </summary>
    /// <param name="state">The current state.</param>
    /// <param name="permit">The attempt's permit.</param>
    /// <param name="options">The score's options for the circuit breaker.</param>
    /// <param name="now">The current time.</param>
    public static CircuitState Fail(
        CircuitState state, CircuitPermit permit, CircuitBreakerOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);

        CircuitState counted = state with { Failures = state.Failures + 1 };
        if (!IsCurrent(state, permit))
            return counted;

        counted = counted with { FailuresInARow = state.FailuresInARow + 1 };
        bool opens = state.Position == CircuitPosition.HalfOpen || counted.FailuresInARow >= options.FailureThreshold;
        return opens ? Move(counted, CircuitPosition.Open) with { OpenedAt = now } : counted;
    }

    /// <summary>
    /// Returns the state after an attempt that neither succeeded nor failed: it was rate limited, paused or cancelled.
    /// </summary>
    /// <param name="state">The current state.</param>
    /// <param name="permit">The attempt's permit.</param>
    public static CircuitState GiveBack(CircuitState state, CircuitPermit permit)
    {
        ArgumentNullException.ThrowIfNull(state);
        return IsCurrent(state, permit) ? state with { ProbeUntil = null } : state;
    }

    /// <summary>Returns a closed state with all counts set to 0.</summary>
    /// <param name="state">The current state.</param>
    public static CircuitState Reset(CircuitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new CircuitState { Generation = state.Generation + 1 };
    }

    /// <summary>Returns a state that stays open until the user closes or resets it.</summary>
    /// <param name="state">The current state.</param>
    /// <param name="now">The current time.</param>
    public static CircuitState ForceOpen(CircuitState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Move(state, CircuitPosition.Open) with { OpenedAt = now, IsForced = true };
    }

    /// <summary>Returns a closed state that keeps the total counts.</summary>
    /// <param name="state">The current state.</param>
    public static CircuitState ForceClosed(CircuitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Move(state, CircuitPosition.Closed) with { FailuresInARow = 0 };
    }

    /// <summary>
    /// Returns the time until one attempt is allowed: zero if the circuit breaker is not open, <c>null</c> if it was forced
    /// open.
    /// </summary>
    /// <param name="state">The current state.</param>
    /// <param name="options">The score's options for the circuit breaker.</param>
    /// <param name="now">The current time.</param>
    public static TimeSpan? UntilHalfOpen(CircuitState state, CircuitBreakerOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);

        if (state is not { Position: CircuitPosition.Open, OpenedAt: { } openedAt })
            return TimeSpan.Zero;
        if (state.IsForced)
            return null;

        // The clock of the machine that opened it may be ahead, so the time is at most the whole timeout.
        var timeout = TimeSpan.FromSeconds(options.RecoveryTimeoutSeconds);
        return Duration.Max(TimeSpan.Zero, timeout - Duration.Max(TimeSpan.Zero, now - openedAt));
    }

    private static bool IsCurrent(CircuitState state, CircuitPermit permit) => state.Generation == permit.Generation;

    private static CircuitState Move(CircuitState state, CircuitPosition position) => state with
    {
        Position = position,
        OpenedAt = null,
        IsForced = false,
        ProbeUntil = null,
        Generation = state.Generation + 1,
    };
}
