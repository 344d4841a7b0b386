using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>A job with its sheets, as it was read. What needs a look at all of its sheets is found once, and not for each frame.</summary>
/// <param name="job">The job.</param>
internal sealed class WatchedSheets(Job job)
{
    /// <summary>The job.</summary>
    public Job Job => job;

    /// <summary>How many of its sheets are in each status.</summary>
    public JobCounts Counts { get; } = new(job);

    /// <summary>The cost of its sheets so far, in US dollars.</summary>
    public decimal Cost { get; } = job.Cost;

    /// <summary>What the sheets that could start next need and no live worker announces.</summary>
    public IReadOnlyList<string> MissingAbilities { get; } = job.MissingAbilities;

    /// <summary>The sheets in the order of the score.</summary>
    public IReadOnlyList<Sheet> InOrder { get; } = [.. job.Sheets.NumbersInOrder().Select(number => job.Sheets[number - 1])];
}
