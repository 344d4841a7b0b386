namespace Marianne.Jobs;

/// <summary>The statistics of a job.</summary>
public sealed record JobStatistics
{
    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>The number of sheets.</summary>
    public required int TotalSheets { get; init; }

    /// <summary>The number of sheets that are Completed or Skipped.</summary>
    public required int CompletedSheets { get; init; }

    /// <summary>The number of sheets that are Completed or Skipped, and the number of all sheets.</summary>
    public JobProgress Progress => new(CompletedSheets, TotalSheets);

    /// <summary>
    /// The percentage of sheets that are Completed or Skipped, 0 to 100: the same as the percentage of
    /// <see cref="Progress"/>, under the name that other implementations use. For the rate of attempts, see
    /// <see cref="ExecutionSuccessRate"/>.
    /// </summary>
    public double SuccessRate => Progress.Percent;

    /// <summary>The number of times a sheet failed.</summary>
    public required int TotalRetries { get; init; }

    /// <summary>The number of recorded attempts.</summary>
    public required long TotalExecutions { get; init; }

    /// <summary>The number of recorded attempts with exit code 0.</summary>
    public required long SuccessfulExecutions { get; init; }

    /// <summary>
    /// The percentage of recorded attempts with exit code 0, 0 to 100; <c>null</c> if no attempt was recorded.
    /// </summary>
    public double? ExecutionSuccessRate =>
        TotalExecutions == 0 ? null : 100.0 * SuccessfulExecutions / TotalExecutions;

    /// <summary>The average duration of an attempt; <c>null</c> if no duration was recorded.</summary>
    public required TimeSpan? AverageDuration { get; init; }
}
