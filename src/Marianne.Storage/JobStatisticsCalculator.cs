using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Computes job statistics.</summary>
internal static class JobStatisticsCalculator
{
    /// <summary>Computes the statistics of a job in memory.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="executions">All recorded attempts of the job.</param>
    public static JobStatistics Of(Job job, IReadOnlyCollection<Execution> executions) => Of(
        job,
        job.Progress.Finished,
        executions.Count,
        executions.Count(execution => execution.ExitCode == 0),
        executions.Average(execution => execution.Duration?.TotalSeconds));

    /// <summary>Returns the statistics of a job whose sheets and attempts a store has counted.</summary>
    /// <param name="job">The job.</param>
    /// <param name="finishedSheets">How many of its sheets are Completed or Skipped.</param>
    /// <param name="executions">How many attempts were recorded.</param>
    /// <param name="successfulExecutions">How many of them succeeded.</param>
    /// <param name="meanSeconds">Their mean duration in seconds; <c>null</c> if no duration was recorded.</param>
    public static JobStatistics Of(
        Job job, int finishedSheets, long executions, long successfulExecutions, double? meanSeconds) => new()
        {
            JobId = job.Id,
            TotalSheets = job.TotalSheets,
            CompletedSheets = finishedSheets,
            TotalRetries = job.TotalRetryCount,
            TotalExecutions = executions,
            SuccessfulExecutions = successfulExecutions,
            AverageDuration = meanSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
}
