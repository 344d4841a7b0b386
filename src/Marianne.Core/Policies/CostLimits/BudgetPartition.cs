namespace Marianne.Policies;

/// <summary>Divides the remaining budget of a job among the running sheets.</summary>
public static class BudgetPartition
{
    /// <summary>The digits that a share is rounded down to, so that the sum of shares does not exceed the budget.</summary>
    private const int Digits = 8;

    /// <summary>
    /// Returns the budget of a sheet that is about to start, in US dollars, or <c>null</c> if the job has no limit.
    /// </summary>
    /// <param name="job">The cost of the job so far, and its limit.</param>
    /// <param name="running">The remaining budget of each running sheet, in US dollars.</param>
    /// <param name="options">The score's options for parallel runs.</param>
    public static decimal? ShareOf(CostMeter job, IEnumerable<decimal> running, ParallelismOptions options)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(options);

        if (job.Remaining is not { } remaining || !options.BudgetPartition)
            return job.Remaining;

        // Running sheets keep their shares, which may be larger, so less than an equal share can be available.
        decimal share = Math.Clamp(remaining - running.Sum(), 0, remaining / options.Slots);
        return decimal.Round(share, Digits, MidpointRounding.ToZero);
    }
}
