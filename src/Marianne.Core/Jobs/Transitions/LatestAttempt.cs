namespace Marianne.Jobs;

/// <summary>Determines the latest attempt of a sheet.</summary>
public static class LatestAttempt
{
    /// <summary>
    /// Returns the number of the latest attempt of a sheet: how often it was started, but at least 1. A sheet that does not exist
    /// was not started.
    /// </summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="sheetNumber">The sheet's number.</param>
    public static int Of(Job job, int sheetNumber)
    {
        ArgumentNullException.ThrowIfNull(job);
        return Math.Max(1, job.Sheets.Find(sheetNumber)?.AttemptCount ?? 0);
    }
}
