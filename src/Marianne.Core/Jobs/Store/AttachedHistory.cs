using Marianne.History;

namespace Marianne.Jobs;

/// <summary>That a job or one of its sheets has an execution history.</summary>
/// <param name="SheetNumber">The sheet's number; nothing when it is the job's own.</param>
/// <param name="Length">How many bytes of JSON it has.</param>
public sealed record AttachedHistory(int? SheetNumber, long Length)
{
    /// <summary>Attaches a history as it is now to a job, or to one of its sheets, over the one that is there.</summary>
    /// <param name="store">The store of the job.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; nothing for the job itself.</param>
    /// <param name="history">The history.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">There is no such job or sheet.</exception>
    public static async ValueTask SaveAsync(
        IJobStore store, string jobId, int? sheetNumber, ExecutionHistory history, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(history);

        var content = new ChunkedMemoryStream();
        await using (content.ConfigureAwait(false))
        {
            history.Export(content, cancellationToken);
            await store.AttachHistoryAsync(jobId, sheetNumber, content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a job or one of its sheets has a history.</summary>
    /// <param name="store">The store of the job.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; nothing for the job itself.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">There is no such job.</exception>
    public static async ValueTask<bool> ExistsAsync(
        IJobStore store, string jobId, int? sheetNumber, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        IReadOnlyList<AttachedHistory> attached =
            await store.ListHistoriesAsync(jobId, cancellationToken).ConfigureAwait(false);
        return attached.Any(history => history.SheetNumber == sheetNumber);
    }

    /// <summary>The history of a job or of one of its sheets; nothing when it has none.</summary>
    /// <param name="store">The store of the job.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="sheetNumber">The sheet's number; nothing for the job itself.</param>
    /// <param name="options">How the history goes on: see <see cref="ExecutionHistory.Import"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">There is no such job or sheet, or what is attached is damaged.</exception>
    public static async ValueTask<ExecutionHistory?> LoadAsync(
        IJobStore store,
        string jobId,
        int? sheetNumber,
        ExecutionHistoryOptions? options,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);

        Stream? content = await store.OpenHistoryAsync(jobId, sheetNumber, cancellationToken).ConfigureAwait(false);
        if (content is null)
            return null;

        await using (content.ConfigureAwait(false))
        {
            string source = $"What is attached to {HistoryErrors.OwnerOf(jobId, sheetNumber, isFirst: false)}";
            return ExecutionHistory.Import(content, source, options, cancellationToken);
        }
    }
}
