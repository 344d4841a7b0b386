namespace Marianne.Commands;

/// <summary>What kind of store, and where.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">The full path of its file or folder; nothing for one in memory.</param>
internal sealed record StorePlace(StoreKind Kind, string? Path)
{
    /// <summary>
    /// The store of a path: a folder that exists, or a path that ends in a separator, holds JSON files; anything else
    /// is an SQLite file.
    /// </summary>
    public static StorePlace Of(string fullPath) =>
        Directory.Exists(fullPath) || System.IO.Path.EndsInDirectorySeparator(fullPath)
            ? new StorePlace(StoreKind.Json, System.IO.Path.TrimEndingDirectorySeparator(fullPath))
            : new StorePlace(StoreKind.Sqlite, fullPath);

    /// <summary>Where what was learned is kept: an SQLite file, or memory when there is no path.</summary>
    public static StorePlace OfLearning(string? fullPath) =>
        new(fullPath is null ? StoreKind.Memory : StoreKind.Sqlite, fullPath);
}
