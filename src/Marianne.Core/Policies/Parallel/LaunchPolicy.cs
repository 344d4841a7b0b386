namespace Marianne.Policies;

/// <summary>Decides which sheet starts next.</summary>
public static class LaunchPolicy
{
    /// <summary>Returns the next sheet to start, and when to ask again.</summary>
    /// <param name="options">The score's options for parallel runs.</param>
    /// <param name="ready">The numbers of the sheets that can be started, in order.</param>
    /// <param name="running">The number of running sheets.</param>
    /// <param name="hasFailed">Whether a sheet has failed.</param>
    /// <param name="sinceLast">The time since the last sheet was started; <c>null</c> if none was.</param>
    public static LaunchDecision Next(
        ParallelismOptions options, IEnumerable<int> ready, int running, bool hasFailed, TimeSpan? sinceLast)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ready);

        if (running >= options.Slots || (hasFailed && options.FailFast))
            return LaunchDecision.None;
        if (ready.Select(number => (int?)number).FirstOrDefault() is not { } next)
            return LaunchDecision.None;

        TimeSpan stagger = options.Enabled ? TimeSpan.FromMilliseconds(options.StaggerDelayMs) : TimeSpan.Zero;
        return sinceLast < stagger
            ? new LaunchDecision(null, stagger - sinceLast)
            : new LaunchDecision(next, stagger);
    }
}
