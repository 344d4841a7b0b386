namespace Marianne.Policies;

/// <summary>Decides which sheet is started next.</summary>
public static class LaunchPolicy
{
    /// <summary>The next sheet to start, and when to ask again.</summary>
    /// <param name="options">What the score asks.</param>
    /// <param name="ready">The sheets that can be started, in order.</param>
    /// <param name="running">How many sheets run.</param>
    /// <param name="hasFailed">Whether a sheet has failed for good.</param>
    /// <param name="sinceLast">How long ago the last sheet was started; nothing when none was.</param>
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
