namespace Marianne.Jobs;

/// <summary>A job in figures.</summary>
public sealed record JobStatistics
{
    /// <summary>The job's id.</summary>
    public required string JobId { get; init; }

    /// <summary>How many sheets it has.</summary>
    public required int TotalSheets { get; init; }

    /// <summary>How many of them are Completed or Skipped.</summary>
    public required int CompletedSheets { get; init; }

    /// <summary>The part of the sheets that is done, 0 to 100.</summary>
    public double SuccessRate => new JobProgress(CompletedSheets, TotalSheets).Percent;

    /// <summary>How often a sheet failed.</summary>
    public required int TotalRetries { get; init; }

    /// <summary>How many attempts were recorded.</summary>
    public required long TotalExecutions { get; init; }

    /// <summary>How many of them had exit code 0.</summary>
    public required long SuccessfulExecutions { get; init; }

    /// <summary>How long one took on average; nothing when no duration was recorded.</summary>
    public required TimeSpan? AverageDuration { get; init; }
}
