namespace Marianne.Policies;

/// <summary>Divides what is left of a job's budget among the sheets that run.</summary>
public static class BudgetPartition
{
    /// <summary>To how many digits a share is rounded down, so that shares never sum to more than there is.</summary>
    private const int Digits = 8;

    /// <summary>What a sheet that is started now may spend; nothing when the job has no limit.</summary>
    /// <param name="job">What the job has cost.</param>
    /// <param name="running">What each running sheet may still spend of its own share.</param>
    /// <param name="options">What the score asks.</param>
    public static decimal? ShareOf(CostMeter job, IEnumerable<decimal> running, ParallelismOptions options)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(options);

        if (job.Left is not { } left || !options.BudgetPartition)
            return job.Left;

        // A share that was given earlier, of more, still stands: what is not promised may be less than an equal part.
        decimal share = Math.Clamp(left - running.Sum(), 0, left / options.Slots);
        return decimal.Round(share, Digits, MidpointRounding.ToZero);
    }
}
