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
    /// <summary>Indicates whether the sheet is Completed or Skipped.</summary>
    public bool IsFinished => Status is SheetStatus.Completed or SheetStatus.Skipped;
}
