namespace Marianne.Jobs;

/// <summary>Clears the history of jobs that have ended, in short steps.</summary>
public interface IHistoryStore
{
    /// <summary>
    /// Measures what would be cleared: the same amounts as clearing returns. A job that would be skipped is skipped, and a damaged one is
    /// reported in the result.
    /// </summary>
    /// <param name="part">The part of the history.</param>
    /// <param name="jobs">The jobs.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<MeasuredHistory> MeasureHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// Clears a part of the history of jobs in one short transaction, and keeps the figures of what it deletes in the same transaction. A
    /// job that has changed, that a worker has claimed, or that another process has locked is skipped, and so is a damaged one, which the
    /// result reports.
    /// </summary>
    /// <param name="part">The part of the history.</param>
    /// <param name="jobs">The jobs. The step may end before it has finished with all of them.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ClearedHistory> ClearHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken);

    /// <summary>Lists the figures of jobs that were cleared, by name and outcome.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<ArchivedFigures>> ListArchivedFiguresAsync(CancellationToken cancellationToken);

    /// <summary>Returns the figures of the attempts of a job that were cleared.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<AttemptFigures> GetArchivedAttemptsAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Gives a part of the space that cleared history occupied back to the file system.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Rewrites the store without free space. Other processes wait meanwhile. Returns what keeps its space from being given back, if
    /// anything does, or <c>null</c> if the store has no free space that it could give back.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">StoreFull: the disk does not have the room that this needs. Nothing was changed.</exception>
    ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken);
}
