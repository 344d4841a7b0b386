using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How many sheets run at the same time.</summary>
public sealed record ParallelismOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<ParallelismOptions> Section { get; } = new("parallel");

    /// <summary>Whether more than one sheet can run at the same time.</summary>
    public bool Enabled { get; init; }

    /// <summary>The maximum number of sheets that run at the same time. A sheet that waits does not count.</summary>
    [Bounds(AtLeast = 1, AtMost = 20)]
    public int MaxConcurrent { get; init; } = 3;

    /// <summary>Whether no further sheets are started after a sheet has failed.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>
    /// Whether a sheet starts beside others only if its expected cost fits into its share of the remaining budget of the job.
    /// </summary>
    public bool BudgetPartition { get; init; } = true;

    /// <summary>The minimum time between the starts of two sheets, in milliseconds.</summary>
    [Bounds(AtLeast = 0, AtMost = 5000)]
    public int StaggerDelayMs { get; init; }

    /// <summary>The maximum number of sheets that run at the same time. It is 1 if parallel runs are not enabled.</summary>
    public int Slots => Enabled ? MaxConcurrent : 1;
}
