using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Stores;

/// <summary>What kind of store, and where.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">The full path of its file or folder; nothing for one in memory.</param>
public sealed record StoreLocation(StoreKind Kind, string? Path)
{
    /// <summary>
    /// The store of a path: a folder that exists, or a path that ends in a separator, holds JSON files; anything else
    /// is an SQLite file.
    /// </summary>
    public static StoreLocation Of(string fullPath) =>
        Directory.Exists(fullPath) || System.IO.Path.EndsInDirectorySeparator(fullPath)
            ? new StoreLocation(StoreKind.Json, System.IO.Path.TrimEndingDirectorySeparator(fullPath))
            : new StoreLocation(StoreKind.Sqlite, fullPath);

    /// <summary>Where what was learned is kept: an SQLite file, or memory when there is no path.</summary>
    public static StoreLocation OfLearning(string? fullPath) =>
        new(fullPath is null ? StoreKind.Memory : StoreKind.Sqlite, fullPath);

    /// <summary>The jobs that are kept here; nothing is read or written yet.</summary>
    /// <param name="stores">What makes stores.</param>
    public IJobStore JobsFrom(IJobStoreFactory stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        return this switch
        {
            { Kind: StoreKind.Sqlite, Path: { } file } => stores.InSqlite(file),
            { Kind: StoreKind.Json, Path: { } folder } => stores.InJson(folder),
            _ => stores.InMemory(),
        };
    }

    /// <summary>What was learned and is kept here; nothing is read or written yet.</summary>
    /// <param name="stores">What makes stores.</param>
    public ILearningStore LearningFrom(ILearningStoreFactory stores)
    {
        ArgumentNullException.ThrowIfNull(stores);
        return Path is { } file ? stores.InSqlite(file) : stores.InMemory();
    }
}
