using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Computes job statistics.</summary>
internal static class JobStatisticsCalculator
{
    /// <summary>Computes the statistics of a job in memory.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="executions">All recorded attempts of the job.</param>
    /// <param name="cleared">The figures of attempts that were cleared.</param>
    public static JobStatistics Of(Job job, IReadOnlyCollection<Execution> executions, AttemptFigures cleared) =>
        Of(job, job.Progress.Finished, AttemptFigures.Of(executions) + cleared);

    /// <summary>Returns the statistics of a job whose sheets and attempts a store has counted.</summary>
    /// <param name="job">The job.</param>
    /// <param name="finishedSheets">How many of its sheets are Completed or Skipped.</param>
    /// <param name="attempts">The figures of its attempts.</param>
    public static JobStatistics Of(Job job, int finishedSheets, AttemptFigures attempts) => new()
    {
        JobId = job.Id,
        TotalSheets = job.TotalSheets,
        CompletedSheets = finishedSheets,
        TotalRetries = job.TotalRetryCount,
        TotalExecutions = attempts.Attempts,
        SuccessfulExecutions = attempts.Successful,
        AverageDuration = attempts.MeanSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
