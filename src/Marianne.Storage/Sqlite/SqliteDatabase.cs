using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>
/// One database file and the open connections to it. Any number of threads read at once, each through a connection
/// that it has for itself meanwhile; one at a time writes. Nothing but SQLite ever opens the file: on POSIX systems,
/// closing any other handle of it would drop SQLite's locks.
/// </summary>
internal sealed class SqliteDatabase(string path, SqliteSchema schema, TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private readonly SemaphoreSlim _writer = new(1, 1);
    private volatile bool _isPrepared;
    private volatile bool _isClosed;

    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Makes the file when it is missing, unless it must exist, and checks that it is a store.</summary>
    public async ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        bool isMissing = !File.Exists(path);
        if (isMissing && mustExist)
            throw StoreErrors.NotFound(path);

        bool isEmpty = isMissing || await ReadAsync(SqliteSchema.IsEmpty, true, cancellationToken).ConfigureAwait(false);
        if (isEmpty && !mustExist)
            await WriteAsync(_ => true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads. A file that does not exist yet, or holds nothing yet, gives what an empty store would.</summary>
    public ValueTask<T> ReadAsync<T>(Func<SqliteSession, T> read, T ofNothing, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfClosed();
        if (!Exists())
            return ValueTask.FromResult(ofNothing);

        return ValueTask.FromResult(Use(session => session.Tables.Count == 0 ? ofNothing : read(session)));
    }

    /// <summary>Writes in one transaction: all of it or, after an error, none of it.</summary>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await _writer.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfClosed();
            if (!_isPrepared)
                Prepare(cancellationToken);
            else if (!Exists())
                throw StoreErrors.NotFound(path);

            return Use(session => Transact(session, write, cancellationToken));
        }
        finally
        {
            _writer.Release();
        }
    }

    /// <summary>Closes every connection; those in use are closed as they are given back.</summary>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        CloseIdle();
        return ValueTask.CompletedTask;
    }

    private T Transact<T>(SqliteSession session, Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        session.BeginImmediate(time, cancellationToken);
        try
        {
            T result = write(session);
            session.Commit();
            return result;
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    private T Use<T>(Func<SqliteSession, T> work)
    {
        SqliteSession? session = null;
        try
        {
            session = Rent();
            T result = work(session);
            Return(session);
            return result;
        }
        catch (Exception error)
        {
            // After an error of SQLite nobody knows what the connection still holds; after one of ours it is sound.
            if (session is not null && error is MarianneException or OperationCanceledException)
                Return(session);
            else
                session?.Dispose();

            if (error is SqliteException fault)
                throw SqliteErrors.Explain(fault, path);
            throw;
        }
    }

    private SqliteSession Rent()
    {
        if (_idle.TryTake(out SqliteSession? idle))
            return idle;

        var session = SqliteSession.Open(path, schema.Synchronous);
        try
        {
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
        // A file that is not up to date may be brought so by another process at any moment, so its columns are read anew.
        if (!schema.IsCurrent(session))
        {
            session.Dispose();
            return;
        }

        _idle.Add(session);
        if (_isClosed)
            CloseIdle();
    }

    private void CloseIdle()
    {
        while (_idle.TryTake(out SqliteSession? session))
            session.Dispose();
    }

    private void Prepare(CancellationToken cancellationToken)
    {
        MakeFile();
        Use(session =>
        {
            schema.Prepare(session, time, cancellationToken);
            return true;
        });
        _isPrepared = true;
    }

    private bool Exists()
    {
        if (File.Exists(path))
            return true;
        if (Directory.Exists(path))
            throw StoreErrors.NotAStore(path, "it is a folder");
        if (_isPrepared)
            throw StoreErrors.NotFound(path); // It was taken away under open connections, which would write to nowhere.
        return false;
    }

    /// <summary>Makes an empty file that its owner alone can read; SQLite gives its companions the same rights.</summary>
    private void MakeFile()
    {
        if (Exists())
            return;

        try
        {
            string? folder = System.IO.Path.GetDirectoryName(path);
            if (!string.IsNullOrEmpty(folder))
                OwnerOnly.CreateFolder(folder);

            using var file = new FileStream(
                path, OwnerOnly.FileOptions(FileMode.CreateNew, FileAccess.Write, FileShare.Read));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was quicker; it is the same store.
        }
        catch (UnauthorizedAccessException error)
        {
            throw StoreErrors.AccessDenied(path, error.Message);
        }
        catch (IOException error)
        {
            throw StoreErrors.Failed(path, error.Message);
        }
    }

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw StoreErrors.Closed(path);
    }
}
