using Marianne.Files;

namespace Marianne.Storage.Sqlite;

/// <summary>What the system records of the files of a database at one time; <c>null</c> for a file that does not exist.</summary>
/// <param name="Database">The database.</param>
/// <param name="Log">The write-ahead log.</param>
/// <param name="Index">The index of the log.</param>
internal readonly record struct SqliteFileState(FileStatus? Database, FileStatus? Log, FileStatus? Index)
{
    /// <summary>The length of the log; 0 if there is none.</summary>
    public long LogLength => Log?.Length ?? 0;

    /// <summary>Adds the files that did not exist yet at the time of this state, but did at a later one.</summary>
    public SqliteFileState With(SqliteFileState later) =>
        new(Database ?? later.Database, Log ?? later.Log, Index ?? later.Index);

    /// <summary>Determines whether a file that existed is no longer there, or another one is in its place.</summary>
    public static bool IsLost(FileStatus? then, FileStatus? now) =>
        then is { } known && (now is not { } current || current.Identity.DiffersFrom(known.Identity));
}
