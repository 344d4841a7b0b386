using Marianne.Files;
using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// A database file and the open connections to it. Any number of threads read at once, each with a connection of its own; one
/// thread at a time writes, for itself and for those that wait. Only SQLite opens the file: on POSIX systems, closing any other
/// handle of it would release SQLite's locks.
/// </summary>
internal sealed partial class SqliteDatabase(string path, SqliteSchema schema, TimeProvider time) : ISqlDatabase
{
    private readonly IdleSessions _idle = new();
    private readonly StoreIdentity _identity = new(path);
    private volatile bool _isClosed;

    /// <summary>The maximum number of times that a file is read alone, if other processes change it meanwhile.</summary>
    private const int MaximumAttempts = 5;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <summary>The full path of the file.</summary>
    public string Path => path;

    /// <inheritdoc/>
    public string Location => path;

    /// <summary>Indicates whether the file exists and can only be read.</summary>
    public bool IsReadOnly => FileStatus.Of(path) is not null && new SqliteFiles(path).IsReadOnly;

    /// <summary>
    /// Creates the file if it does not exist, unless it must exist, and checks that it is a store. A file that was replaced since
    /// it was opened is opened again.
    /// </summary>
    public async ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        ThrowIfFolder();
        if (_identity.Reset())
        {
            _isPrepared = false;
            _idle.Close();
        }

        bool isMissing = FileStatus.Of(path) is null; // A link to a file that does not exist is one that does not exist, too.
        if (isMissing && mustExist)
            throw StoreErrors.NotFound(path);

        bool isEmpty = isMissing || await ReadAsync(SqliteSchema.IsEmpty, true, cancellationToken).ConfigureAwait(false);
        if (isEmpty && !mustExist)
            await WriteAsync(_ => true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads from the file. All statements read one version of it.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="ifEmpty">The result if the file does not exist yet or has no tables yet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, T ifEmpty, CancellationToken cancellationToken) =>
        ReadOnceAsync(session => session.ReadOneVersion(read), ifEmpty, cancellationToken);

    /// <summary>Reads from the file with a single statement, which reads one version of it without a transaction.</summary>
    /// <param name="read">Reads.</param>
    /// <param name="ifEmpty">The result if the file does not exist yet or has no tables yet.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public ValueTask<T> ReadOnceAsync<T>(Func<SqliteSession, T> read, T ifEmpty, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        if (_idle.IsEmpty && !Exists()) // The files of an idle session are checked when it is used.
            return ValueTask.FromResult(ifEmpty);

        return ValueTask.FromResult(Use(session => session.Tables.Count == 0 ? ifEmpty : read(session), SessionUse.Read));
    }

    /// <summary>Closes every connection; those in use are closed when they are returned.</summary>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        _idle.Close();
        return ValueTask.CompletedTask;
    }

    private T Use<T>(Func<SqliteSession, T> work, SessionUse use)
    {
        for (int attempt = 1; ; attempt++)
        {
            SqliteSession? session = null;
            try
            {
                session = Rent();
                if (use != SessionUse.Transaction)
                    session.CheckFiles(isRead: use == SessionUse.Read);
                T result = work(session);
                if (use != SessionUse.Read || session.IsAlone)
                    session.CheckFiles(); // A change that went to a file that was removed meanwhile must not be confirmed.
                Return(session);
                return result;
            }
            catch (Exception error) when (attempt < MaximumAttempts && IsOutdated(session, error))
            {
                session?.Dispose(); // Another process changed the file, so what was read may be inconsistent.
            }
            catch (Exception error)
            {
                // After an SQLite error the connection's state is unknown; after one of our own errors it is sound.
                if (session is not null && error is MarianneException or OperationCanceledException)
                    Return(session);
                else
                    session?.Dispose();

                MarianneException? explained = error as MarianneException ?? SqliteErrors.Find(error, path);
                if (explained is not null && schema.Explain(explained) is var told && told != error)
                    throw told;
                throw;
            }
        }
    }

    private SqliteSession Rent()
    {
        if (_idle.Take() is { } idle)
            return idle;

        _identity.Check(); // Another thread may have taken the idle session for which this was skipped.
        SqliteSession session = SqliteSession.Open(path);
        try
        {
            _identity.Check();
            schema.Check(session, path);
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private void Return(SqliteSession session)
    {
        // Another process may migrate an older file at any moment, so its columns must be read again. A file that can only be
        // read may be writable at the next use.
        if (session.IsLost || session.IsReadOnly || !session.IsCurrent(schema))
        {
            session.Dispose();
            if (session.IsLost)
                _idle.Close(); // The others use the same files.
            return;
        }

        session.RecordFiles();
        _idle.Add(session);
        if (_isClosed)
            _idle.Close();
    }

    /// <summary>Determines whether the file exists.</summary>
    /// <exception cref="MarianneException">It is a folder, or it was removed or replaced since it was first seen.</exception>
    private bool Exists()
    {
        if (!_identity.IsKnown) // Otherwise a folder has replaced the file.
            ThrowIfFolder();
        return _identity.Check();
    }

    private void ThrowIfFolder()
    {
        if (Directory.Exists(path))
            throw StoreErrors.NotAStore(path, "it is a folder");
    }

    /// <summary>
    /// Creates an empty file that only its owner can read; SQLite gives its companion files the same permissions.
    /// </summary>
    private void CreateFile()
    {
        if (Exists())
            return;

        var files = new SqliteFiles(path);
        files.ThrowIfNotAFile();
        string target = files.Target;
        try
        {
            string? folder = System.IO.Path.GetDirectoryName(target);
            if (new FileInfo(path).LinkTarget is not null && !Directory.Exists(folder))
                throw StoreErrors.Failed(path, $"it is a link to '{target}', and there is no folder for that file");
            if (!string.IsNullOrEmpty(folder))
                OwnerOnly.CreateFolder(folder);

            using (new FileStream(target, OwnerOnly.FileOptions(FileMode.CreateNew, FileAccess.Write, FileShare.Read)))
            {
                // SQLite opens it.
            }

            // SQLite flushes the folder only when it creates a journal.
            DurableFolder.FlushEntryOf(target);
        }
        catch (IOException) when (File.Exists(target))
        {
            // Another process created the same store first.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Creating(path, error);
        }
    }

    private static bool IsOutdated(SqliteSession? session, Exception error) =>
        error is SqliteException or MarianneException && session is { IsAlone: true, IsChanged: true };

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw StoreErrors.Closed(path);
    }
}
