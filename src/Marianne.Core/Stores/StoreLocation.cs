using Marianne.Files;

namespace Marianne.Stores;

/// <summary>The kind of a store and where it is.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">The full path of the store's file or folder; <c>null</c> for a store in memory.</param>
public sealed record StoreLocation(StoreKind Kind, string? Path)
{
    /// <summary>
    /// Returns the location of a job store. A path that is an existing folder or ends with a directory separator means a
    /// folder of JSON files; any other path means an SQLite file.
    /// </summary>
    /// <param name="fullPath">The full path.</param>
    public static StoreLocation Of(string fullPath) =>
        FolderPath.IsFolder(fullPath)
            ? new StoreLocation(StoreKind.Json, System.IO.Path.TrimEndingDirectorySeparator(fullPath))
            : new StoreLocation(StoreKind.Sqlite, fullPath);

    /// <summary>Returns the location of a learning store: an SQLite file, or memory if there is no path.</summary>
    /// <param name="fullPath">The full path; <c>null</c> for a store in memory.</param>
    public static StoreLocation OfLearning(string? fullPath) =>
        new(fullPath is null ? StoreKind.Memory : StoreKind.Sqlite, fullPath);
}
