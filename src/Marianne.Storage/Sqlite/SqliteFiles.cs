using Marianne.Files;

namespace Marianne.Storage.Sqlite;

/// <summary>A database file, and the two files that SQLite keeps beside it while the database is open.</summary>
internal sealed class SqliteFiles
{
    /// <summary>Creates the paths of a database.</summary>
    /// <param name="path">The full path of the database.</param>
    public SqliteFiles(string path)
    {
        Path = path;
        Target = RealPath.Of(path);
        Log = Target + "-wal"; // SQLite keeps its files beside the target of a link.
        Index = Target + "-shm";
    }

    /// <summary>The path of the database.</summary>
    public string Path { get; }

    /// <summary>The path of the database after all links.</summary>
    public string Target { get; }

    /// <summary>The path of the write-ahead log, which holds the changes that are not in the database yet.</summary>
    public string Log { get; }

    /// <summary>The path of the index of the log, which all connections share.</summary>
    public string Index { get; }

    /// <summary>Indicates whether the database is only read: the file or its folder must not be written.</summary>
    public bool IsReadOnly => !FileAccessCheck.MayWrite(Target) || (!FolderIsWritable && !File.Exists(Index));

    /// <summary>
    /// Indicates whether a connection has to be alone, without the files that are shared with writers: they do not exist, and
    /// they cannot be created or must not be, because a later writer could not use them.
    /// </summary>
    public bool MustBeReadAlone => File.Exists(Target) && IsReadOnly && !File.Exists(Index);

    private bool FolderIsWritable => System.IO.Path.GetDirectoryName(Target) is { } folder && FileAccessCheck.MayWrite(folder);

    /// <summary>Throws if the path leads to something that cannot be a database: to open a pipe could wait without end.</summary>
    /// <exception cref="MarianneException">It is a device, a pipe, a socket or a link that leads to itself.</exception>
    public void ThrowIfNotAFile()
    {
        if (RegularFile.IsSpecial(Path))
            throw StoreErrors.NotAStore(Path, "it is not a regular file");
        if (new FileInfo(Target).LinkTarget is not null)
            throw StoreErrors.NotAStore(Path, "it is a link that leads to itself");
    }

    /// <summary>Returns what the system records of the files now.</summary>
    public SqliteFileState Read() => new(FileStatus.Of(Path), FileStatus.Of(Log), FileStatus.Of(Index));

    /// <summary>
    /// Returns what the system records of the files that a read depends on. The index is not looked up again while the log is as it was:
    /// another index in its place matters only after a writer has used it, which changes the log.
    /// </summary>
    /// <param name="known">What was recorded before.</param>
    public SqliteFileState ReadAfter(SqliteFileState known)
    {
        FileStatus? log = FileStatus.Of(Log);
        return new(FileStatus.Of(Path), log, log is not null && log == known.Log ? known.Index : FileStatus.Of(Index));
    }

    /// <summary>Returns the URI that opens the database.</summary>
    public string Uri() =>
        $"file:///{string.Join('/', Target.Replace('\\', '/').TrimStart('/').Split('/').Select(System.Uri.EscapeDataString))}";

    /// <summary>Returns the URI that opens the database for reading.</summary>
    public string UriToRead() => Uri() + "?mode=ro";

    /// <summary>Returns the URI that opens the database alone, as it is now.</summary>
    public string UriToReadAlone()
    {
        // Without changes in the log, the database is complete. Otherwise the log is read too, by a connection that locks
        // nothing and keeps the index in its own memory.
        string vfs = OperatingSystem.IsWindows() ? "win32-none" : "unix-none";
        string option = HasUnmergedChanges ? $"vfs={vfs}" : "immutable=1";
        return $"{Uri()}?{option}";
    }

    private bool HasUnmergedChanges => FileStatus.Of(Log) is { Length: > 0 };
}
