using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>A recovery: the outcome of waiting after an error.</summary>
public sealed record LearnedRecovery
{
    /// <summary>
    /// The id in the store. A recovery whose id the store already has is not recorded again. If it is empty, the store
    /// chooses a new id.
    /// </summary>
    public string Id { get; init; } = "";

    /// <summary>The error code, such as <c>E103</c>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model that was used; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The planned duration of the wait.</summary>
    public TimeSpan SuggestedWait { get; init; }

    /// <summary>The actual duration of the wait.</summary>
    public TimeSpan ActualWait { get; init; }

    /// <summary>Indicates whether the next attempt succeeded.</summary>
    public bool Recovered { get; init; }

    /// <summary>The time at which the recovery was recorded.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The local hour of the day in which the recovery was recorded, 0 to 23.</summary>
    public int? Hour { get; init; }

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
