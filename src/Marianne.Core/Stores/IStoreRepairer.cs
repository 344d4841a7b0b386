namespace Marianne.Stores;

/// <summary>Checks stores for damage, and copies what can be read of a damaged one.</summary>
public interface IStoreRepairer
{
    /// <summary>Checks a job store or a learning store. Nothing is changed.</summary>
    /// <param name="path">The full path of the SQLite file or of the folder of JSON files.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// There is no store at the path, or it is so damaged that not even its tables are known.
    /// </exception>
    ValueTask<StoreReport> CheckAsync(string path, CancellationToken cancellationToken);

    /// <summary>Throws if <see cref="CopyAsync"/> would refuse the places, whatever the store contains. Nothing is changed.</summary>
    /// <param name="path">The full path of the SQLite file or of the folder of JSON files.</param>
    /// <param name="destination">The location of the new store.</param>
    /// <exception cref="MarianneException">There is no store at the path, or something exists at the new location.</exception>
    void CheckPlaces(string path, StoreLocation destination);

    /// <summary>Copies all that can be read to a new store. The original is not changed.</summary>
    /// <param name="path">The full path of the SQLite file or of the folder of JSON files.</param>
    /// <param name="destination">
    /// The location of the new store, at which nothing exists yet. A learning store is copied to an SQLite file.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// There is no store at the path, it is so damaged that not even its tables are known, or the new store cannot be created.
    /// </exception>
    ValueTask<StoreReport> CopyAsync(string path, StoreLocation destination, CancellationToken cancellationToken);
}
