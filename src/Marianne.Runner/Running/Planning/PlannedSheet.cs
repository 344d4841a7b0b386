namespace Marianne.Running;

/// <summary>What a run would do with one sheet.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name; its number when it has none.</param>
/// <param name="Group">The group of sheets that may run together, from 1.</param>
/// <param name="Action">What would be done with it.</param>
public sealed record PlannedSheet(int Number, string Name, int Group, PlannedAction Action)
{
    /// <summary>
    /// Its place in the order in which the sheets would be started one at a time, from 1. Those that are done come first.
    /// </summary>
    public int Order { get; init; }

    /// <summary>What it does: <c>command</c>, <c>prompt</c> or <c>script</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>The sheets that it needs.</summary>
    public IReadOnlyCollection<int> Needs { get; init; } = [];

    /// <summary>How long it took in earlier jobs of this name, on average; nothing when it never ran.</summary>
    public TimeSpan? ExpectedDuration { get; init; }

    /// <summary>What it cost in earlier jobs of this name, on average, in US dollars; nothing when it never cost anything.</summary>
    public decimal? ExpectedCost { get; init; }
}
