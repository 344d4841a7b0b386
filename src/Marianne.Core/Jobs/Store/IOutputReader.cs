namespace Marianne.Jobs;

/// <summary>
/// Lists the outputs of sheets. They are written with the change that completes the sheet:
/// <see cref="SheetUpdate.Complete.Outputs"/>.
/// </summary>
public interface IOutputReader
{
    /// <summary>
    /// Lists the outputs of sheets that are Completed, ordered by the number of the sheet and by name. Those of an earlier attempt are not
    /// listed. They are read page by page; nothing stays open between two pages.
    /// </summary>
    /// <param name="query">Which outputs to list.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    IAsyncEnumerable<SheetOutput> ListOutputsAsync(OutputQuery query, CancellationToken cancellationToken);
}
