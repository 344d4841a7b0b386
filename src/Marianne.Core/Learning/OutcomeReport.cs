using Marianne.Text;

namespace Marianne.Learning;

/// <summary>What came of a sheet, to be remembered.</summary>
public sealed record OutcomeReport
{
    private readonly bool? _successWithoutRetry;

    /// <summary>The sheet's id; the digits at its end are its number, as in <c>nightly-sheet12</c>.</summary>
    public required string SheetId { get; init; }

    /// <summary>The job's id or name; only its hash is kept.</summary>
    public required string JobId { get; init; }

    /// <summary>The workspace's path; only its hash is kept. It need not exist.</summary>
    public required string WorkspacePath { get; init; }

    /// <summary>How long the sheet took, 0 or more.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The sheet's final status.</summary>
    public Jobs.SheetStatus Status { get; init; } = Jobs.SheetStatus.Completed;

    /// <summary>How often it was retried, 0 or more.</summary>
    public int RetryCount { get; init; }

    /// <summary>Whether its first attempt succeeded. Default: it is Completed and was not retried.</summary>
    public bool SuccessWithoutRetry
    {
        get => _successWithoutRetry ?? (Status == Jobs.SheetStatus.Completed && RetryCount == 0);
        init => _successWithoutRetry = value;
    }

    /// <summary>The part of its validations that passed, 0 to 1. Default: 1.</summary>
    public double ValidationPassRate { get; init; } = 1;

    /// <summary>The model that did the work.</summary>
    public string? Model { get; init; }

    /// <summary>The codes of the errors on the way.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>When the sheet started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The outcome as it is remembered.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="now">The time.</param>
    /// <param name="workspaceHash">The hash of the workspace's path, where it is known already.</param>
    public LearnedOutcome ToOutcome(string id, DateTimeOffset now, string? workspaceHash = null) => new()
    {
        Id = id,
        WorkspaceHash = workspaceHash ?? LearningHash.OfWorkspace(WorkspacePath),
        JobHash = LearningHash.OfJob(JobId),
        SheetNumber = SheetNumberOf(SheetId),
        StartedAt = StartedAt,
        CompletedAt = now,
        Duration = Duration,
        Status = SnakeCaseName.Of(Status),
        RetryCount = RetryCount,
        SuccessWithoutRetry = SuccessWithoutRetry,
        ValidationPassRate = ValidationPassRate,
        ConfidenceScore = OutcomeConfidence.Of(ValidationPassRate, RetryCount, SuccessWithoutRetry),
        Model = Model,
        ErrorCodes = ErrorCodes,
    };

    /// <summary>The number at the end of a sheet's id; 0 when there is none.</summary>
    public static int SheetNumberOf(string sheetId)
    {
        ArgumentNullException.ThrowIfNull(sheetId);
        int first = sheetId.Length;
        while (first > 0 && char.IsAsciiDigit(sheetId[first - 1]))
            first--;
        return int.TryParse(sheetId.AsSpan(first), out int number) ? number : 0;
    }
}
