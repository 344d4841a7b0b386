namespace Marianne.Jobs;

/// <summary>
/// Keeps execution histories that are attached to jobs and sheets. They are removed with their job. Attaching one does not
/// change the job, so it never conflicts with a save.
/// </summary>
public interface IAttachedHistoryStore
{
    /// <summary>
    /// Attaches an execution history to a job or to one of its sheets, and replaces the one that is attached.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number, from 1; <c>null</c> for the job itself.</param>
    /// <param name="content">The history as JSON. It is read to its end, kept unchanged, and not closed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist.</exception>
    ValueTask AttachHistoryAsync(string id, int? sheetNumber, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens the execution history of a job or of one of its sheets, or returns <c>null</c> if it has none.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number, from 1; <c>null</c> for the job itself.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist.</exception>
    ValueTask<Stream?> OpenHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken);

    /// <summary>
    /// Removes the execution history of a job or of one of its sheets. Returns <c>false</c> if it has none.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number, from 1; <c>null</c> for the job itself.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist.</exception>
    ValueTask<bool> DetachHistoryAsync(string id, int? sheetNumber, CancellationToken cancellationToken);

    /// <summary>
    /// Lists the execution histories of a job and its sheets: the job's own first, then those of the sheets by number.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    ValueTask<IReadOnlyList<AttachedHistory>> ListHistoriesAsync(string id, CancellationToken cancellationToken);
}
