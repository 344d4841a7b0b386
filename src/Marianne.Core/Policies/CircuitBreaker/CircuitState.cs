namespace Marianne.Policies;

/// <summary>The state of a circuit breaker. A store can keep it, so that it outlives the process and is shared.</summary>
public sealed record CircuitState
{
    /// <summary>The state before the first attempt.</summary>
    public static CircuitState New { get; } = new();

    /// <summary>The position.</summary>
    public CircuitPosition Position { get; init; }

    /// <summary>The number of failed attempts since the last successful one.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>The number of failed attempts since the last reset.</summary>
    public long Failures { get; init; }

    /// <summary>The number of successful attempts since the last reset.</summary>
    public long Successes { get; init; }

    /// <summary>The time at which it opened; <c>null</c> if it is not open.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Indicates whether the user forced it open. It then stays open until the user closes or resets it.</summary>
    public bool IsForced { get; init; }

    /// <summary>
    /// The time until which the result of the one attempt in HalfOpen is awaited; <c>null</c> if there is no such attempt.
    /// </summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>
    /// A number that increases with each change of position and each attempt in HalfOpen, so that results of older attempts
    /// are recognized.
    /// </summary>
    public long Generation { get; init; }
}
