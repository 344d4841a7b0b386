using Marianne.Jobs;

namespace Marianne.History;

/// <summary>Saves and loads the execution histories that are attached to jobs and sheets.</summary>
/// <param name="store">The store of the histories.</param>
public sealed class AttachedHistories(IAttachedHistoryStore store)
{
    /// <summary>Attaches a history to a job or to one of its sheets. An existing one is replaced.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; <c>null</c> for the job itself.</param>
    /// <param name="history">The history.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist.</exception>
    public async ValueTask SaveAsync(
        string jobId, int? sheetNumber, ExecutionHistory history, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(history);

        var content = new ChunkedMemoryStream();
        await using (content.ConfigureAwait(false))
        {
            history.Export(content, cancellationToken);
            await store.AttachHistoryAsync(jobId, sheetNumber, content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Determines whether a job or one of its sheets has an attached history.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; <c>null</c> for the job itself.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job does not exist.</exception>
    public async ValueTask<bool> ExistsAsync(string jobId, int? sheetNumber, CancellationToken cancellationToken)
    {
        IReadOnlyList<AttachedHistory> attached =
            await store.ListHistoriesAsync(jobId, cancellationToken).ConfigureAwait(false);
        return attached.Any(history => history.SheetNumber == sheetNumber);
    }

    /// <summary>
    /// Loads the history that is attached to a job or to one of its sheets, or returns <c>null</c> if there is none.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; <c>null</c> for the job itself.</param>
    /// <param name="options">The settings for steps that are added later; see <see cref="ExecutionHistory.Import"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or the sheet does not exist, or the attached history is damaged.</exception>
    public async ValueTask<ExecutionHistory?> LoadAsync(
        string jobId, int? sheetNumber, ExecutionHistoryOptions? options, CancellationToken cancellationToken)
    {
        Stream? content = await store.OpenHistoryAsync(jobId, sheetNumber, cancellationToken).ConfigureAwait(false);
        if (content is null)
            return null;

        await using (content.ConfigureAwait(false))
        {
            string source = $"The history that is attached to {HistoryErrors.OwnerOf(jobId, sheetNumber, isFirst: false)}";
            return ExecutionHistory.Import(content, source, options, cancellationToken);
        }
    }
}
