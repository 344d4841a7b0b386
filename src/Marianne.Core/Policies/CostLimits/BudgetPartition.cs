namespace Marianne.Policies;

/// <summary>Holds back the start of sheets that may cost more than their share of the job's remaining budget.</summary>
/// <remarks>A share only delays a start. It never fails a sheet: only the limit of the sheet itself does.</remarks>
public static class BudgetPartition
{
    /// <summary>
    /// Determines whether a sheet may start. While other sheets run, its expected cost must fit into its share: the remaining
    /// budget, divided among the running sheets and this one. If no other sheet runs, there is nothing to wait for.
    /// </summary>
    /// <param name="job">The cost of the job so far, and its limit.</param>
    /// <param name="expected">The expected cost of the sheet in US dollars, or <c>null</c> if it is not known.</param>
    /// <param name="running">The number of other sheets that run.</param>
    /// <param name="options">The score's options for parallel runs.</param>
    public static bool MayStart(CostMeter job, decimal? expected, int running, ParallelismOptions options)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(options);

        return running == 0
            || !options.BudgetPartition
            || job.Remaining is not { } remaining
            || !(expected > remaining / (running + 1));
    }
}
