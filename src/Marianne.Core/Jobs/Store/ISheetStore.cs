namespace Marianne.Jobs;

/// <summary>Loads and changes the sheets of jobs.</summary>
public interface ISheetStore : ISheetReader
{
    /// <summary>
    /// Changes one sheet and its job in one step, according to <see cref="SheetTransitions"/>, and records the attempt that
    /// ends with the change.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    /// <param name="update">The change.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// The job or the sheet does not exist, or the status of one of them does not allow the change.
    /// </exception>
    ValueTask<SheetUpdateResult> UpdateSheetAsync(
        string id, int number, SheetUpdate update, CancellationToken cancellationToken);
}
