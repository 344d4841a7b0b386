using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>A job in figures, for stores that count in memory.</summary>
internal static class JobStatisticsCalculator
{
    /// <summary>The figures of a job.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="executions">Every attempt that was recorded of it.</param>
    public static JobStatistics Of(Job job, IReadOnlyCollection<Execution> executions) => new()
    {
        JobId = job.Id,
        TotalSheets = job.TotalSheets,
        CompletedSheets = job.Progress.Finished,
        TotalRetries = job.TotalRetryCount,
        TotalExecutions = executions.Count,
        SuccessfulExecutions = executions.Count(execution => execution.ExitCode == 0),
        AverageDuration = executions.Average(execution => execution.Duration?.TotalSeconds) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null,
    };
}
