using System.Collections.Concurrent;
using Marianne.Files;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// The databases to which the write-ahead logs belong that this process has used. After another file has taken the place of a
/// database, SQLite would write the changes of a log that was left behind into that file.
/// </summary>
internal static class LogOwners
{
    private static readonly ConcurrentDictionary<string, (FileIdentity Log, FileIdentity Database)> Known = new(StringComparer.Ordinal);

    /// <summary>Records the log that a connection uses.</summary>
    /// <param name="path">The path of the log.</param>
    /// <param name="files">The files of the connection.</param>
    public static void Record(string path, SqliteFileState files)
    {
        if (files is not { Database: { } database, Log: { } log } || log.Identity == FileIdentity.Unknown)
            return;

        (FileIdentity Log, FileIdentity Database) owner = (log.Identity, database.Identity);
        if (!Known.TryGetValue(path, out (FileIdentity Log, FileIdentity Database) known) || known != owner)
            Known[path] = owner;
    }

    /// <summary>Throws if the log beside a database is known to belong to another one that was in its place.</summary>
    public static void Check(SqliteFiles files)
    {
        if (Known.TryGetValue(files.Log, out (FileIdentity Log, FileIdentity Database) known)
            && files.Read() is { Database: { } database, Log: { Length: > 0 } log }
            && log.Identity == known.Log
            && database.Identity.DiffersFrom(known.Database))
        {
            throw StoreErrors.LogOfAnother(files.Path, files.Log, files.Index);
        }
    }
}
