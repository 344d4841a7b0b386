using Marianne.Text;

namespace Marianne.Learning;

/// <summary>The outcome of a sheet that is to be recorded.</summary>
public sealed record OutcomeReport
{
    private readonly bool? _successWithoutRetry;

    /// <summary>
    /// The id under which the outcome is stored. An outcome whose id the store already has is not recorded again. The
    /// default is <c>null</c>: the store chooses a new id.
    /// </summary>
    public string? Id { get; init; }

    /// <summary>The sheet's id. The digits at its end are the sheet's number, as in <c>nightly-sheet12</c>.</summary>
    public required string SheetId { get; init; }

    /// <summary>The job's id or name. Only its hash is stored.</summary>
    public required string JobId { get; init; }

    /// <summary>The path of the workspace, which need not exist. Only its hash is stored.</summary>
    public required string WorkspacePath { get; init; }

    /// <summary>The hash of the workspace if it was already computed; <c>null</c> if it follows from the path.</summary>
    internal string? WorkspaceHash { get; init; }

    /// <summary>The duration of the sheet, 0 or more.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The sheet's final status. The default is <see cref="Jobs.SheetStatus.Completed"/>.</summary>
    public Jobs.SheetStatus Status { get; init; } = Jobs.SheetStatus.Completed;

    /// <summary>The number of retries, 0 or more.</summary>
    public int RetryCount { get; init; }

    /// <summary>
    /// Indicates whether the first attempt succeeded. The default is <c>true</c> if the sheet is Completed and was not
    /// retried.
    /// </summary>
    public bool SuccessWithoutRetry
    {
        get => _successWithoutRetry ?? (Status == Jobs.SheetStatus.Completed && RetryCount == 0);
        init => _successWithoutRetry = value;
    }

    /// <summary>The fraction of validations that passed, 0 to 1. The default is 1.</summary>
    public double ValidationPassRate { get; init; } = 1;

    /// <summary>The model that was used; <c>null</c> if it is not known.</summary>
    public string? Model { get; init; }

    /// <summary>The codes of the errors that occurred.</summary>
    public IReadOnlyList<string> ErrorCodes { get; init; } = [];

    /// <summary>The time at which the sheet started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Returns the outcome as it is stored.</summary>
    /// <param name="id">The id of the outcome.</param>
    /// <param name="now">The current time.</param>
    /// <param name="workspaceHash">The hash of the workspace if it was already computed; <c>null</c> computes it.</param>
    /// <param name="jobHash">The hash of the job if it was already computed; <c>null</c> computes it.</param>
    public LearnedOutcome ToOutcome(string id, DateTimeOffset now, string? workspaceHash = null, string? jobHash = null) => new()
    {
        Id = id,
        WorkspaceHash = workspaceHash ?? HashOfWorkspace(),
        JobHash = jobHash ?? LearningHash.OfJob(JobId),
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

    /// <summary>Returns the hash of the workspace. It follows from the path, unless a run has already computed it.</summary>
    public string HashOfWorkspace() => WorkspaceHash ?? LearningHash.OfWorkspace(WorkspacePath);

    /// <summary>Returns the number at the end of a sheet's id, or 0 if there is none.</summary>
    /// <param name="sheetId">The sheet's id.</param>
    public static int SheetNumberOf(string sheetId)
    {
        ArgumentNullException.ThrowIfNull(sheetId);
        int first = sheetId.Length;
        while (first > 0 && char.IsAsciiDigit(sheetId[first - 1]))
            first--;
        return int.TryParse(sheetId.AsSpan(first), out int number) ? number : 0;
    }
}
