using Marianne.Options;

namespace Marianne.Policies;

/// <summary>How many sheets run at once.</summary>
public sealed record ParallelismOptions : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<ParallelismOptions> Section { get; } = new("parallel");

    /// <summary>Whether more than one sheet runs at once.</summary>
    public bool Enabled { get; init; }

    /// <summary>How many sheets run at once at most.</summary>
    [Bounds(AtLeast = 1, AtMost = 20)]
    public int MaxConcurrent { get; init; } = 3;

    /// <summary>Whether no sheet is started any more after one has failed for good.</summary>
    public bool FailFast { get; init; } = true;

    /// <summary>Whether running sheets share what is left of the job's budget.</summary>
    public bool BudgetPartition { get; init; } = true;

    /// <summary>How long after the start of a sheet the next one is started, in milliseconds.</summary>
    [Bounds(AtLeast = 0, AtMost = 5000)]
    public int StaggerDelayMs { get; init; }

    /// <summary>How many sheets may run at once: one when it is not enabled.</summary>
    public int Slots => Enabled ? MaxConcurrent : 1;
}
