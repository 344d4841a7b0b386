namespace Marianne.Jobs;

/// <summary>Reads the items of jobs with their values.</summary>
public interface IItemReader
{
    /// <summary>Loads the item of a sheet, or returns <c>null</c> if it has none.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<SheetItem?> LoadItemAsync(string jobId, int number, CancellationToken cancellationToken);

    /// <summary>Lists the items of a job in the order of their source; those that it does not have any more are last.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<NumberedItem>> ListItemsAsync(string jobId, CancellationToken cancellationToken);
}
