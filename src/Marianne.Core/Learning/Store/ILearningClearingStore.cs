using Marianne.Jobs;

namespace Marianne.Learning;

/// <summary>
/// Clears what was learned long ago. Of each error code, model and service, the newest <see cref="OldLearning.KeptRecoveries"/> recoveries
/// stay, and the newest successful ones from which a wait is learned. The figures of what is cleared stay in the statistics.
/// </summary>
public interface ILearningClearingStore
{
    /// <summary>Measures what would be cleared.</summary>
    /// <param name="before">What was recorded before this time is cleared.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<LearnedAmount> MeasureOldAsync(DateTimeOffset before, CancellationToken cancellationToken);

    /// <summary>Finds what can be cleared, the oldest first. It only reads, so it keeps no writer waiting.</summary>
    /// <param name="before">What was recorded before this time is cleared.</param>
    /// <param name="most">The maximum number of outcomes, and of recoveries.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<OldLearning> FindOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken);

    /// <summary>
    /// Clears records in one transaction, and keeps their figures in the same transaction. What another process has cleared is skipped.
    /// </summary>
    /// <param name="old">What was found.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<LearnedAmount> ClearOldAsync(OldLearning old, CancellationToken cancellationToken);

    /// <summary>Returns the time of the newest outcome that was cleared; <c>null</c> if none was.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<DateTimeOffset?> GetClearedUntilAsync(CancellationToken cancellationToken);

    /// <summary>Gives a part of the space that cleared records occupied back to the file system.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Rewrites the store without free space. Returns what keeps its space from being given back, if anything does, or <c>null</c> if the
    /// store has no free space that it could give back.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken);
}
