using Marianne.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marianne.Storage.Sqlite;

internal sealed partial class SqliteSession
{
    private const int NoCheckpointOnClose = 1006;

    private readonly string _path;
    private readonly SqliteFiles _files;
    private SqliteFileState _opened;

    private SqliteSession(string path, SqliteFiles files, SqliteConnection connection, bool isAlone)
    {
        _path = path;
        _files = files;
        _connection = connection;
        IsAlone = isAlone;
        _opened = files.Read();
    }

    /// <summary>
    /// Indicates whether the connection shares nothing with those of writers, so that its results are valid only if the files
    /// did not change meanwhile.
    /// </summary>
    public bool IsAlone { get; }

    /// <summary>Indicates whether the database can only be read.</summary>
    public bool IsReadOnly => raw.sqlite3_db_readonly(_connection.Handle, "main") == 1;

    /// <summary>Indicates whether the files of the connection are no longer at their paths.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Opens an existing file. One that must not be written is opened for reading.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="synchronous">The synchronous mode of commits: <c>FULL</c> or <c>NORMAL</c>.</param>
    /// <param name="takesUris">Indicates whether <see cref="Attach"/> is used.</param>
    public static SqliteSession Open(string path, string synchronous, bool takesUris = false)
    {
        var files = new SqliteFiles(path);
        return files.MustBeReadAlone
            ? Open(path, files, files.UriToReadAlone(), SqliteOpenMode.ReadOnly, "PRAGMA locking_mode = EXCLUSIVE")
            : Open(
                path,
                files,
                takesUris ? files.Uri() : path,
                SqliteOpenMode.ReadWrite,
                $"PRAGMA foreign_keys = ON; PRAGMA synchronous = {synchronous};");
    }

    /// <summary>Indicates whether any of the files was changed since the database was opened.</summary>
    public bool IsChanged => _files.Read() != _opened;

    /// <summary>Opens another file in the same connection, for reading only.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">The name of the database in SQL.</param>
    public void Attach(SqliteFiles files, string name) => Command(
        $"ATTACH @1 AS {name}", files.MustBeReadAlone ? files.UriToReadAlone() : files.UriToRead()).ExecuteNonQuery();

    /// <summary>Throws if the connection uses files that are no longer at their paths.</summary>
    /// <exception cref="MarianneException">
    /// A file was removed or replaced, or the files of a connection that is alone were changed.
    /// </exception>
    public void CheckFiles()
    {
        SqliteFileState now = _files.Read();
        if (now == _opened)
            return;

        IsLost = true;
        if (now.Database is null)
            throw StoreErrors.Removed(_path);
        if (SqliteFileState.IsLost(_opened.Database, now.Database))
            throw StoreErrors.Replaced(_path);
        if (IsAlone)
            throw StoreErrors.Busy(_path);
        CheckCompanion(_files.Log, _opened.Log, now.Log);
        CheckCompanion(_files.Index, _opened.Index, now.Index);
        IsLost = false;
    }

    /// <summary>Records the files that SQLite has created beside the database since it was opened.</summary>
    public void RecordFiles()
    {
        if (_opened.Log is null || _opened.Index is null)
            _opened = _opened.With(_files.Read());
    }

    private static SqliteSession Open(
        string path, SqliteFiles files, string source, SqliteOpenMode mode, string settings)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = source,
            Mode = mode,
            Pooling = false, // A pooled handle would keep the file open after the store is closed.
            DefaultTimeout = 1, // SQLite's own busy handler waits; the library's loop around it would only prolong that.
        }.ToString());

        var session = new SqliteSession(path, files, connection, isAlone: mode == SqliteOpenMode.ReadOnly);
        try
        {
            connection.Open();
            session.SetBusyTimeout(LockTimeout);
            session.Execute(settings);
            session.ReadSchema();
            if (!session.IsAlone)
                session.AcceptCompanions();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Records the files beside the database that the connection has opened. Those that were there before may have belonged to
    /// another connection, which was the last one and has removed them.
    /// </summary>
    private void AcceptCompanions()
    {
        SqliteFileState now = _files.Read();
        if (SqliteFileState.IsLost(_opened.Database, now.Database))
            throw StoreErrors.Replaced(_path);
        _opened = now;
    }

    private void CheckCompanion(string path, FileStatus? then, FileStatus? now)
    {
        if (!SqliteFileState.IsLost(then, now))
            return;

        // Closing would merge the lost log into the database, and undo what another process has written since.
        if (now is not null)
            raw.sqlite3_db_config(_connection.Handle, NoCheckpointOnClose, 1, out _);
        throw StoreErrors.Corrupt(path, "it was removed or replaced while the store was open");
    }
}
