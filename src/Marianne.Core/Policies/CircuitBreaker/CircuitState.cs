namespace Marianne.Policies;

/// <summary>What a circuit breaker remembers. A store can keep it, so that it outlasts the process and is shared.</summary>
public sealed record CircuitState
{
    /// <summary>The state before any attempt.</summary>
    public static CircuitState New { get; } = new();

    /// <summary>Where it stands.</summary>
    public CircuitPosition Position { get; init; }

    /// <summary>How many attempts failed since the last that succeeded.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>How many attempts failed since it was reset.</summary>
    public long Failures { get; init; }

    /// <summary>How many attempts succeeded since it was reset.</summary>
    public long Successes { get; init; }

    /// <summary>When it opened; nothing when it is not open.</summary>
    public DateTimeOffset? OpenedAt { get; init; }

    /// <summary>Whether somebody forced it open: then it does not half-open by itself.</summary>
    public bool IsForced { get; init; }

    /// <summary>Until when the result of the one attempt is waited for; nothing when none is on its way.</summary>
    public DateTimeOffset? ProbeUntil { get; init; }

    /// <summary>It rises with each position and each probe, so that the result of an older attempt is known as such.</summary>
    public long Generation { get; init; }
}
