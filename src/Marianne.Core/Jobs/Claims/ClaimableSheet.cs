namespace Marianne.Jobs;

/// <summary>What decides whether a sheet can be claimed.</summary>
/// <param name="Number">The sheet's number, from 1.</param>
/// <param name="Status">The sheet's status.</param>
/// <param name="NextAttemptAt">The time before which no attempt is planned; <c>null</c> if the sheet does not wait.</param>
/// <param name="Takeovers">How often the sheet was taken over since an attempt of it last ended by itself.</param>
/// <param name="IsClaimed">Indicates whether another worker has a live claim of the sheet.</param>
public readonly record struct ClaimableSheet(
    int Number, SheetStatus Status, DateTimeOffset? NextAttemptAt, int Takeovers, bool IsClaimed)
{
    /// <summary>The number of the sheet that the item of this sheet belongs to; 0 if it has no item.</summary>
    public int Parent { get; init; }

    /// <summary>Indicates whether the source does not have the item of the sheet any more.</summary>
    public bool IsGone { get; init; }

    /// <summary>Indicates whether the sheet has the items of its source, so that it is done when they are.</summary>
    public bool IsExpanded { get; init; }

    /// <summary>Indicates whether the sheet is Completed or Skipped.</summary>
    public bool IsFinished => Status is SheetStatus.Completed or SheetStatus.Skipped;
}
