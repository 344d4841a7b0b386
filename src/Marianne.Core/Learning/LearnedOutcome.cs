using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>What came of one sheet of one job, as it is remembered. Names and paths are kept only as hashes.</summary>
public sealed record LearnedOutcome
{
    /// <summary>Its id in the store.</summary>
    public required string Id { get; init; }

    /// <summary>The hash of the workspace's path: see <see cref="LearningHash.OfWorkspace"/>.</summary>
    public required string WorkspaceHash { get; init; }

    /// <summary>The hash of the job's name: see <see cref="LearningHash.OfJob"/>.</summary>
    public required string JobHash { get; init; }

    /// <summary>The sheet's number, 0 when it is not known.</summary>
    public int SheetNumber { get; init; }

    /// <summary>When the sheet started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the outcome was recorded.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>How long the sheet took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The sheet's final status.</summary>
    public string? Status { get; init; }

    /// <summary>How often it was retried.</summary>
    public int RetryCount { get; init; }

    /// <summary>Whether its first attempt succeeded.</summary>
    public bool SuccessWithoutRetry { get; init; }

    /// <summary>The part of its validations that passed, 0 to 1.</summary>
    public double ValidationPassRate { get; init; }

    /// <summary>How far the outcome can be trusted, 0 to 1: see <see cref="OutcomeConfidence"/>.</summary>
    public double ConfidenceScore { get; init; }

    /// <summary>The model that did the work.</summary>
    public string? Model { get; init; }

    /// <summary>The codes of the errors on the way.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>The stored values that could not be read.</summary>
    public IReadOnlyList<UnreadableValue> Unreadable { get; init; } = [];
}
