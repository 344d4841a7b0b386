using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>What came of one wait after an error.</summary>
public sealed record LearnedRecovery
{
    /// <summary>Its id in the store.</summary>
    public string Id { get; init; } = "";

    /// <summary>The code of the error, such as <c>E103</c>.</summary>
    public required string ErrorCode { get; init; }

    /// <summary>The model that was called.</summary>
    public string? Model { get; init; }

    /// <summary>How long it was to wait.</summary>
    public TimeSpan SuggestedWait { get; init; }

    /// <summary>How long it did wait.</summary>
    public TimeSpan ActualWait { get; init; }

    /// <summary>Whether the next attempt went well.</summary>
    public bool Recovered { get; init; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The local hour of the day at which it was recorded, 0 to 23.</summary>
    public int? Hour { get; init; }

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
