namespace Marianne.Jobs;

/// <summary>Loads sheets of jobs.</summary>
public interface ISheetReader
{
    /// <summary>Loads some sheets of a job, in the order of the numbers. It is cheap enough to be polled.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="numbers">The numbers of the sheets, from 1.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">The job or a sheet does not exist.</exception>
    ValueTask<IReadOnlyList<Sheet>> LoadSheetsAsync(
        string id, IReadOnlyCollection<int> numbers, CancellationToken cancellationToken);
}
