using Marianne.Durations;

namespace Marianne.Policies;

/// <summary>
/// Holds attempts back when all before them failed: Closed, Open after enough failures in a row, HalfOpen after a time,
/// in which one attempt decides. Pure: it passes from one state to the next, and whoever keeps the state must replace
/// it only when nobody else has meanwhile. Rate limits are no failures: their passes are given back.
/// </summary>
public static class CircuitBreaker
{
    /// <summary>Asks to let an attempt through.</summary>
    /// <param name="state">The state.</param>
    /// <param name="options">What the score asks.</param>
    /// <param name="attemptLimit">
    /// How long the attempt may take. A probe that says nothing for so long is taken for dead, and another is let through.
    /// </param>
    /// <param name="now">The time.</param>
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

        CircuitState next = Move(state, CircuitPosition.HalfOpen) with { ProbeUntil = Later(now, attemptLimit) };
        return new CircuitAdmission(next, new CircuitPermit(next.Generation), TimeSpan.Zero);
    }

    /// <summary>The state after an attempt that succeeded. One from before the last change of position only counts.</summary>
    public static CircuitState Succeed(CircuitState state, CircuitPermit pass)
    {
        ArgumentNullException.ThrowIfNull(state);

        CircuitState counted = state with { Successes = state.Successes + 1 };
        return !IsCurrent(state, pass) ? counted
            : state.Position == CircuitPosition.HalfOpen ? Move(counted, CircuitPosition.Closed) with { FailuresInARow = 0 }
            : counted with { FailuresInARow = 0 };
    }

    /// <summary>The state after an attempt that failed. One from before the last change of position only counts.</summary>
    public static CircuitState Fail(
        CircuitState state, CircuitPermit pass, CircuitBreakerOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);

        CircuitState counted = state with { Failures = state.Failures + 1 };
        if (!IsCurrent(state, pass))
            return counted;

        counted = counted with { FailuresInARow = state.FailuresInARow + 1 };
        bool opens = state.Position == CircuitPosition.HalfOpen || counted.FailuresInARow >= options.FailureThreshold;
        return opens ? Move(counted, CircuitPosition.Open) with { OpenedAt = now } : counted;
    }

    /// <summary>The state after an attempt that says nothing of health: it was rate limited, paused or cancelled.</summary>
    public static CircuitState GiveBack(CircuitState state, CircuitPermit pass)
    {
        ArgumentNullException.ThrowIfNull(state);
        return IsCurrent(state, pass) ? state with { ProbeUntil = null } : state;
    }

    /// <summary>Forgets everything.</summary>
    public static CircuitState Reset(CircuitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new CircuitState { Generation = state.Generation + 1 };
    }

    /// <summary>Opens it until it is closed or reset by hand.</summary>
    public static CircuitState ForceOpen(CircuitState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Move(state, CircuitPosition.Open) with { OpenedAt = now, IsForced = true };
    }

    /// <summary>Closes it and keeps what it has counted.</summary>
    public static CircuitState ForceClosed(CircuitState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Move(state, CircuitPosition.Closed) with { FailuresInARow = 0 };
    }

    /// <summary>How long until one attempt is let through; zero when it is not open, nothing when it was forced open.</summary>
    public static TimeSpan? UntilHalfOpen(CircuitState state, CircuitBreakerOptions options, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(options);

        if (state is not { Position: CircuitPosition.Open, OpenedAt: { } openedAt })
            return TimeSpan.Zero;
        if (state.IsForced)
            return null;

        // The clock of the machine that opened it may be ahead of ours: never longer than the whole timeout.
        var timeout = TimeSpan.FromSeconds(options.RecoveryTimeoutSeconds);
        return Duration.Max(TimeSpan.Zero, timeout - Duration.Max(TimeSpan.Zero, now - openedAt));
    }

    private static bool IsCurrent(CircuitState state, CircuitPermit pass) => state.Generation == pass.Generation;

    private static CircuitState Move(CircuitState state, CircuitPosition position) => state with
    {
        Position = position,
        OpenedAt = null,
        IsForced = false,
        ProbeUntil = null,
        Generation = state.Generation + 1,
    };

    private static DateTimeOffset Later(DateTimeOffset now, TimeSpan span) =>
        span < DateTimeOffset.MaxValue - now ? now + span : DateTimeOffset.MaxValue;
}
