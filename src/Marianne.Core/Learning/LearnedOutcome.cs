using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>The recorded outcome of a sheet. Names and paths are stored as hashes.</summary>
public sealed record LearnedOutcome
{
    /// <summary>The id in the store.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the workspace's path: see <see cref="LearningHash.OfWorkspace"/>.</summary>
    public required string WorkspaceHash { get; init; }

    /// <summary>The hash of the job's name: see <see cref="LearningHash.OfJob"/>.</summary>
    public required string JobHash { get; init; }

    /// <summary>The sheet's number, from 1; 0 if it is not known.</summary>
    public int SheetNumber { get; init; }

    /// <summary>The time at which the sheet started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The time at which the outcome was recorded.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The duration of the sheet.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The sheet's final status in snake_case.</summary>
    public string? Status { get; init; }

    /// <summary>The number of retries.</summary>
    public int RetryCount { get; init; }

    /// <summary>Indicates whether the first attempt succeeded.</summary>
    public bool SuccessWithoutRetry { get; init; }

    /// <summary>The fraction of validations that passed, 0 to 1.</summary>
    public double ValidationPassRate { get; init; }

    /// <summary>The confidence in the outcome, 0 to 1: see <see cref="OutcomeConfidence"/>.</summary>
    public double ConfidenceScore { get; init; }

    /// <summary>The model that was used; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The codes of the errors that occurred.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
