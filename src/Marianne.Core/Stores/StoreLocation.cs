using Marianne.Files;

namespace Marianne.Stores;

/// <summary>The kind of a store and where it is.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Path">
/// The full path of the store's file or folder; <c>null</c> for a store in memory or on a server.
/// </param>
public sealed record StoreLocation(StoreKind Kind, string? Path)
{
    private const string InMemory = ":memory:";

    /// <summary>
    /// Returns the location of a job store. A path that is an existing folder or ends with a directory separator means a
    /// folder of JSON files; any other path means an SQLite file.
    /// </summary>
    /// <param name="fullPath">The full path.</param>
    public static StoreLocation Of(string fullPath) =>
        FolderPath.IsFolder(fullPath)
            ? new StoreLocation(StoreKind.Json, System.IO.Path.TrimEndingDirectorySeparator(fullPath))
            : new StoreLocation(StoreKind.Sqlite, fullPath);

    /// <summary>How to connect to the server; <c>null</c> for a store without one.</summary>
    public ServerConnection? Server { get; init; }

    /// <summary>Returns the location of a store on a server, for jobs and for what is learned.</summary>
    /// <param name="server">How to connect to the server.</param>
    public static StoreLocation OfServer(ServerConnection server) => new(StoreKind.Postgres, null) { Server = server };

    /// <summary>Throws if a path looks like a mistake: it is blank, or SQLite's name of a database in memory.</summary>
    /// <param name="path">The path as the user has specified it.</param>
    /// <exception cref="MarianneException">InvalidParameter: the path is blank or <c>:memory:</c>.</exception>
    public static void CheckPath(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new MarianneException(
                MarianneError.InvalidParameter,
                "The path of a store is blank. Specify an SQLite file or a folder of JSON files, or omit the path to use the default "
                + "file. For a store in memory, use Connect-Marianne -InMemory.",
                path);
        }

        if (path.Equals(InMemory, StringComparison.OrdinalIgnoreCase))
        {
            throw new MarianneException(
                MarianneError.InvalidParameter,
                $"'{InMemory}' is not the path of a store. Specify an SQLite file or a folder of JSON files. For a store in memory, "
                + "use Connect-Marianne -InMemory.",
                path);
        }
    }

    /// <summary>Returns the location of a learning store: an SQLite file, or memory if there is no path.</summary>
    /// <param name="fullPath">The full path; <c>null</c> for a store in memory.</param>
    public static StoreLocation OfLearning(string? fullPath) =>
        new(fullPath is null ? StoreKind.Memory : StoreKind.Sqlite, fullPath);
}
