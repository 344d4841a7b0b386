namespace Marianne.Storage.Sqlite;

internal sealed partial class SqliteDatabase
{
    private readonly ChangeQueue<SqliteChange> _changes = new();
    private volatile bool _isPrepared;

    /// <summary>
    /// Writes in one transaction to something that must exist. While the file may still have to be created or migrated, this
    /// is checked first, so that neither happens for something that does not exist.
    /// </summary>
    /// <param name="exists">Determines whether it exists. An empty store is not asked.</param>
    /// <param name="ifMissing">Returns the result if it does not exist, or throws.</param>
    /// <param name="write">Writes. It has to handle a missing object itself: later calls do not look first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<T> WriteExistingAsync<T>(
        Func<SqliteSession, bool> exists,
        Func<T> ifMissing,
        Func<SqliteSession, T> write,
        CancellationToken cancellationToken) =>
        _isPrepared || await ReadAsync(exists, false, cancellationToken).ConfigureAwait(false)
            ? await WriteAsync(write, cancellationToken).ConfigureAwait(false)
            : ifMissing();

    /// <summary>
    /// Writes in one transaction: everything or, after an error, nothing. What is written at the same time shares the transaction,
    /// because to flush the file takes most of the time. It is complete when the transaction is committed.
    /// </summary>
    /// <param name="write">Writes. It may be called again, in another transaction, after this one was rolled back.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        var change = new SqliteChange<T>(write);
        if (!await _changes.EnterAsync(change, cancellationToken).ConfigureAwait(false))
            return change.Result;

        try
        {
            ThrowIfClosed();
            if (!_isPrepared || (_idle.IsEmpty && !Exists())) // The transaction checks the files of an idle session.
                Prepare(cancellationToken);
            WriteWithOthers(change, cancellationToken);
        }
        finally
        {
            _changes.Leave();
        }

        return change.Result;
    }

    /// <summary>Does something for which no transaction may be open.</summary>
    private async ValueTask<T> WriteAloneAsync<T>(Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        var change = new SqliteChange<T>(write) { IsAlone = true }; // So no other caller writes it.
        await _changes.EnterAsync(change, cancellationToken).ConfigureAwait(false);
        try
        {
            return Use(write, SessionUse.Alone);
        }
        finally
        {
            _changes.Leave();
        }
    }

    /// <summary>Writes a change and, unless it has to be alone, those that wait when it is written.</summary>
    private void WriteWithOthers(SqliteChange own, CancellationToken cancellationToken)
    {
        IReadOnlyList<SqliteChange> others = [];
        bool areWritten = false;
        try
        {
            Use(session => Transact(session, WriteAll, cancellationToken), SessionUse.Transaction);
        }
        catch (Exception error) when (areWritten && others.Count > 0)
        {
            foreach (SqliteChange other in others)
                other.Fail(error); // It was the commit that failed, so it concerns all of them.
            throw;
        }
        catch (Exception) when (others.Count > 0)
        {
            // One of the others cannot be written. Each is written alone, so that its caller gets its own result or error.
            _changes.Return(others);
            Use(session => Transact(session, Write, cancellationToken), SessionUse.Transaction);
            return;
        }

        foreach (SqliteChange other in others)
            other.Confirm();

        bool Write(SqliteSession session)
        {
            own.Write(session);
            return true;
        }

        bool WriteAll(SqliteSession session)
        {
            areWritten = false;
            own.Write(session);
            if (!own.IsAlone && others.Count == 0) // Otherwise, they were taken by an attempt that was rolled back.
                others = _changes.Take();
            foreach (SqliteChange other in others)
                other.Write(session);
            return areWritten = true;
        }
    }

    private T Transact<T>(SqliteSession session, Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        ThrowIfReadOnly(session);
        session.BeginImmediate(time, cancellationToken);
        try
        {
            schema.CheckVersion(session, path); // Another process may have upgraded the file since it was opened.
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

    private void Prepare(CancellationToken cancellationToken)
    {
        CreateFile();
        Use(
            session =>
            {
                ThrowIfReadOnly(session);
                schema.Prepare(session, time, cancellationToken);
                return true;
            },
            SessionUse.Alone);
        _isPrepared = true;
    }

    private void ThrowIfReadOnly(SqliteSession session)
    {
        if (session.IsReadOnly)
            throw StoreErrors.ReadOnly(path);
    }
}
