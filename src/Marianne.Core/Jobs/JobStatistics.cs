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

    /// <summary>The percentage of sheets that are Completed or Skipped, 0 to 100.</summary>
    public double SuccessRate => new JobProgress(CompletedSheets, TotalSheets).Percent;

    /// <summary>The number of times a sheet failed.</summary>
    public required int TotalRetries { get; init; }

    /// <summary>The number of recorded attempts.</summary>
    public required long TotalExecutions { get; init; }

    /// <summary>The number of recorded attempts with exit code 0.</summary>
    public required long SuccessfulExecutions { get; init; }

    /// <summary>The average duration of an attempt; <c>null</c> if no duration was recorded.</summary>
    public required TimeSpan? AverageDuration { get; init; }
}
