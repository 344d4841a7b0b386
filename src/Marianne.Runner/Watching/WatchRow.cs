using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>A row of an open job: a sheet, or a sheet with the sums of its items.</summary>
/// <param name="Number">The number of the sheet, or <see cref="OfJob"/>.</param>
/// <param name="Sheet">The sheet; <c>null</c> if the items belong to the job itself.</param>
internal sealed record WatchRow(int Number, Sheet? Sheet)
{
    /// <summary>The number of the row of the items that belong to the job itself, as those of a pipeline do.</summary>
    public const int OfJob = -1;

    /// <summary>The items; <c>null</c> if the sheet has none.</summary>
    public WatchedItems? Items { get; init; }

    /// <summary>Indicates whether all items are shown.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The number of the row to which an item belongs; <c>null</c> if the sheet is no item.</summary>
    public int? Parent { get; init; }
}
