using System.Data;
using Marianne.Files;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marianne.Storage.Sqlite;

internal sealed partial class SqliteSession
{
    private const int OnlyReport = -1; // SQLITE_CHECKPOINT_NOOP
    private const int EmptyIt = 3; // SQLITE_CHECKPOINT_TRUNCATE
    private const int LogHeader = 32;
    private const int FrameHeader = 24;

    private readonly string _path;
    private readonly SqliteFiles _files;
    private SqliteFileState _opened;
    private SqliteFileState _checked;
    private long _pageSize;
    private long _lengthAtBegin;

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
    /// <param name="takesUris">Indicates whether <see cref="Attach"/> is used.</param>
    public static SqliteSession Open(string path, bool takesUris = false)
    {
        var files = new SqliteFiles(path);
        files.ThrowIfNotAFile();
        LogOwners.Check(files);
        return files.MustBeReadAlone
            ? Open(path, files, files.UriToReadAlone(), SqliteOpenMode.ReadOnly, "PRAGMA locking_mode = EXCLUSIVE")
            : Open(
                path,
                files,
                takesUris ? files.Uri() : path,
                SqliteOpenMode.ReadWrite,
                "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL;"); // A commit survives a loss of power.
    }

    /// <summary>Indicates whether any of the files was changed since the database was opened.</summary>
    public bool IsChanged => _files.Read() != _opened;

    /// <summary>Opens another file in the same connection, for reading only.</summary>
    /// <param name="files">The files.</param>
    /// <param name="name">The name of the database in SQL.</param>
    public void Attach(SqliteFiles files, string name) => Command(
        $"ATTACH @1 AS {name}", files.MustBeReadAlone ? files.UriToReadAlone() : files.UriToRead()).ExecuteNonQuery();

    /// <summary>Throws if the connection uses files that are no longer at their paths.</summary>
    /// <param name="isRead">Indicates whether a read follows, which does not depend on all files.</param>
    /// <exception cref="MarianneException">
    /// A file was removed, replaced or cut off, or the files of a connection that is alone were changed.
    /// </exception>
    public void CheckFiles(bool isRead = false)
    {
        MarianneException? loss = FindLoss(isRead);
        IsLost = loss is not null;
        if (loss is not null)
            throw loss;
    }

    /// <summary>Records the files that SQLite has created beside the database since it was opened.</summary>
    public void RecordFiles()
    {
        if (_opened is { Log: not null, Index: not null })
            return;

        _opened = _opened.With(_files.Read());
        LogOwners.Record(_files.Log, _opened);
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
            {
                session.AcceptCompanions();
                session._pageSize = (long)session.Scalar("PRAGMA page_size")!;
                session.CheckFiles();
            }

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
        LogOwners.Record(_files.Log, now);
    }

    /// <summary>
    /// Returns the error of a connection that has lost one of its files, or <c>null</c>. If closing it would write the wrong
    /// content into the database, the connection will not do that.
    /// </summary>
    private MarianneException? FindLoss(bool isRead = false)
    {
        if (_connection.State != ConnectionState.Open)
            return null;

        int frames = IsAlone ? 0 : FramesInLog(); // Before the length of the log: SQLite extends the log first.
        _checked = isRead && !IsAlone ? _files.ReadAfter(_checked) : _files.Read();
        return FindLostFile(_checked) ?? (IsAlone ? null : FindCutLog(frames, _checked.LogLength));
    }

    /// <summary>Returns the error of the first file that is no longer at its path, or <c>null</c>.</summary>
    private MarianneException? FindLostFile(SqliteFileState now)
    {
        if (now.Database is null)
            return StoreErrors.Removed(_path);
        if (SqliteFileState.IsLost(_opened.Database, now.Database))
            return StoreErrors.Replaced(_path);
        if (IsAlone)
            return now == _opened ? null : StoreErrors.Busy(_path);
        return FindLostCompanion(_files.Log, _opened.Log, now.Log) ?? FindLostCompanion(_files.Index, _opened.Index, now.Index);
    }

    /// <summary>SQLite merges the log into the database when it closes the last connection, so it must be the right log.</summary>
    private void CheckBeforeClose()
    {
        try
        {
            FindLoss();
        }
        catch (UnauthorizedAccessException)
        {
            KeepDatabaseOnClose(); // The log cannot be checked. The next connection merges it.
        }
    }

    private MarianneException? FindLostCompanion(string path, FileStatus? then, FileStatus? now)
    {
        if (!SqliteFileState.IsLost(then, now))
            return null;

        // Closing would merge the lost log into the database, and undo what another process has written since.
        if (now is not null)
            KeepDatabaseOnClose();
        return StoreErrors.Corrupt(path, "it was removed or replaced while the store was open");
    }

    /// <summary>
    /// Finds a log that is shorter than its index says. SQLite itself empties the index before it cuts the log, and extends it
    /// after it has extended the log.
    /// </summary>
    /// <param name="frames">What the index said.</param>
    /// <param name="length">The length of the log after that.</param>
    private MarianneException? FindCutLog(long frames, long length) =>
        length < LengthOf(frames) && FramesInLog() == frames // Otherwise another process has written meanwhile.
            ? CutLog(length, LengthOf(frames))
            : null;

    /// <summary>
    /// Determines whether the files are still there, after the wait for a transaction. If not, it is rolled back and the files are checked
    /// again: another process may have merged the log during the wait.
    /// </summary>
    /// <param name="frames">What the index said before the wait.</param>
    private bool HasFiles(long frames)
    {
        SqliteFileState now = _files.Read();
        _lengthAtBegin = now.LogLength;
        if (_lengthAtBegin >= LengthOf(frames) && FindLostFile(now) is null)
            return true;

        Rollback();
        CheckFiles();
        return false;
    }

    /// <summary>Throws if the log is shorter than when the transaction began: no other connection can merge it meanwhile.</summary>
    private void ThrowIfLogWasCut()
    {
        long length = LengthOfLog();
        if (length >= _lengthAtBegin)
            return;

        IsLost = true;
        throw FindLoss() ?? CutLog(length, _lengthAtBegin);
    }

    private MarianneException CutLog(long length, long expected)
    {
        KeepDatabaseOnClose(); // SQLite would continue behind the gap, and then copy the gap into the database.
        return StoreErrors.Corrupt(
            _files.Log,
            $"it was cut off while the store was open ({length} of at least {expected} bytes are left), so changes are lost that "
            + "were saved before");
    }

    /// <summary>Returns the length of a log, or 0 if it need not have one.</summary>
    private long LengthOf(long frames) => frames <= 0 || _pageSize == 0 ? 0 : LogHeader + (frames * (FrameHeader + _pageSize));

    private long LengthOfLog() => FileStatus.Of(_files.Log)?.Length ?? 0;

    /// <summary>
    /// Returns the number of frames that the index lists, or 0 if there is no log or SQLite does not report it, as before 3.51.
    /// The index is not read as a file: to close it would release SQLite's locks.
    /// </summary>
    private int FramesInLog() =>
        raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", OnlyReport, out int frames, out _) == raw.SQLITE_OK ? frames : 0;

    /// <summary>
    /// Merges the log into the database and empties it, without waiting for other connections. Returns the number of bytes that it keeps.
    /// </summary>
    public long EmptyLog()
    {
        SetBusyTimeout(TimeSpan.Zero);
        try
        {
            int result = raw.sqlite3_wal_checkpoint_v2(_connection.Handle, "main", EmptyIt, out int frames, out int merged);
            return result == raw.SQLITE_OK || merged == frames ? 0 : LengthOfLog();
        }
        finally
        {
            SetBusyTimeout(LockTimeout);
        }
    }

    private void KeepDatabaseOnClose() => raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);
}
