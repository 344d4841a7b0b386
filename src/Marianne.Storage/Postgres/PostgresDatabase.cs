using System.Diagnostics;
using Marianne.Jobs;
using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>
/// The database on a server. Each read and each transaction takes a connection from the pool, and repeats what can be repeated:
/// after a conflict with another process, and after the server went away.
/// </summary>
internal sealed class PostgresDatabase : ISqlDatabase
{
    private readonly PostgresPool _pool;
    private readonly PostgresTarget _target;
    private readonly PostgresStatements _statements;
    private readonly PostgresSchema _schema;
    private volatile int _version;
    private volatile string? _timeline;
    private volatile bool _isPrepared;
    private volatile bool _isClosed;

    /// <summary>Creates the database. Nothing is opened until it is used.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="onWarning">Receives a sentence about a value that was changed to be stored.</param>
    public PostgresDatabase(PostgresOptions options, Action<string> onWarning)
    {
        _pool = new PostgresPool(options.ConnectionString);
        Hints = options.HasHints ? new PostgresHints(options, _pool) : null;
        _target = options.Target;
        _statements = new PostgresStatements(_target.Schema, () => onWarning(NulWarning));
        _schema = new PostgresSchema(_target, onWarning);
    }

    /// <summary>How long a server that went away, or a lock of another process, is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The hints for idle workers; <c>null</c> if they are turned off.</summary>
    public PostgresHints? Hints { get; }

    /// <inheritdoc/>
    public string Location => _target.Location;

    /// <inheritdoc/>
    /// <remarks>Only a write finds that out.</remarks>
    public bool IsReadOnly => false;

    private static string NulWarning =>
        "A text has the character NUL, which PostgreSQL does not store. U+FFFD was stored in its place.";

    /// <inheritdoc/>
    public async ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken)
    {
        _isPrepared = false;
        if (await HasTablesAsync(cancellationToken).ConfigureAwait(false))
            return;
        if (mustExist)
            throw _target.Error(MarianneError.StoreNotFound, $"it has no store in the schema '{_target.Schema}'. Check the schema, or "
                + "create a store with Connect-Marianne without -MustExist");
        await PrepareAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<T> ReadAsync<T>(
        Func<SqlSession, ValueTask<T>> read, T ifEmpty, CancellationToken cancellationToken) =>
        _isPrepared || await HasTablesAsync(cancellationToken).ConfigureAwait(false)
            ? await RepeatAsync(connection => read(Session(connection, cancellationToken)), cancellationToken).ConfigureAwait(false)
            : ifEmpty;

    /// <inheritdoc/>
    public async ValueTask<T> WriteAsync<T>(Func<SqlSession, ValueTask<T>> write, CancellationToken cancellationToken)
    {
        if (!_isPrepared)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        return await RepeatAsync(connection => TransactAsync(connection, write, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<T> WriteExistingAsync<T>(
        Func<SqlSession, ValueTask<bool>> exists,
        Func<T> ifMissing,
        Func<SqlSession, ValueTask<T>> write,
        CancellationToken cancellationToken) =>
        _isPrepared || await ReadAsync(exists, false, cancellationToken).ConfigureAwait(false)
            ? await WriteAsync(write, cancellationToken).ConfigureAwait(false)
            : ifMissing();

    /// <inheritdoc/>
    /// <remarks>The server does that itself: its autovacuum is set for it.</remarks>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) => new(ReleasedSpace.All);

    /// <inheritdoc/>
    /// <remarks>The tables are vacuumed, while others use them. New rows use their free space, and what is free at their ends is given back.</remarks>
    public async ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken)
    {
        string[] tables = ["jobs", "sheets", "execution_history", "marianne_sheets", "marianne_outputs", "marianne_items", "marianne_histories"];
        if (!_isPrepared)
            await PrepareAsync(cancellationToken).ConfigureAwait(false);
        foreach (string table in tables)
            await RepeatAsync(connection => VacuumAsync(connection, table), cancellationToken).ConfigureAwait(false);
        return ReleasedSpace.All;

        async ValueTask<bool> VacuumAsync(NpgsqlConnection connection, string table)
        {
            await Session(connection, cancellationToken).RunAsync($"VACUUM (ANALYZE) main.{table}").ConfigureAwait(false);
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return default;
    }

    /// <summary>Writes in a transaction. Closing the connection rolls back one that was not committed.</summary>
    private async ValueTask<T> TransactAsync<T>(
        NpgsqlConnection connection, Func<SqlSession, ValueTask<T>> write, CancellationToken cancellationToken)
    {
        PostgresSession session = Session(connection, cancellationToken);
        string timeline = _timeline ??= await ServerTimeline.ReadAsync(session).ConfigureAwait(false);
        string? token = null;
        await session.PostAsync("BEGIN").ConfigureAwait(false);
        await session.PostAsync(
            "SELECT pg_current_xact_id()::text, max(version) FROM main.schema_version", BeginAsync).ConfigureAwait(false);
        T result = await write(session).ConfigureAwait(false);
        if (token is null)
            await session.FlushAsync(cancellationToken).ConfigureAwait(false); // Without it, the commit could not be asked about.

        await session.PostAsync("COMMIT").ConfigureAwait(false);
        try
        {
            await session.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception error) when (PostgresErrors.LosesAnswer(error))
        {
            ClearPool(error);
            if (!await IsCommittedAsync(token!, timeline, cancellationToken).ConfigureAwait(false))
                throw;
        }

        return result;

        // Keeps the number of the transaction, and checks that the tables are still those of this version.
        async ValueTask BeginAsync(RowReader row)
        {
            await row.ReadAsync().ConfigureAwait(false);
            token = row.Next(column => column.Raw());
            _schema.Check(row.Next(column => column.Count()));
        }
    }

    /// <summary>Asks the server whether a transaction, whose commit was not answered, was committed.</summary>
    /// <exception cref="MarianneException">The server cannot say it.</exception>
    private async ValueTask<bool> IsCommittedAsync(string token, string timeline, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            for (int attempt = 1; ; attempt++)
            {
                object? status = await RepeatAsync(AskAsync, cancellationToken).ConfigureAwait(false);

                // The server ends a transaction as soon as it notices that the connection is gone, which a pool in between may not tell.
                if (status is "committed" or "aborted")
                    return status is "committed";
                if (status is not "in progress" || Stopwatch.GetElapsedTime(started) > Patience)
                    throw PostgresErrors.Unknown(_target);
                await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (MarianneException)
        {
            throw PostgresErrors.Unknown(_target);
        }

        // After a failover, the number may be that of another transaction.
        async ValueTask<object?> AskAsync(NpgsqlConnection connection)
        {
            PostgresSession session = Session(connection, cancellationToken);
            return await ServerTimeline.ReadAsync(session).ConfigureAwait(false) == timeline
                ? await session.ScalarAsync("SELECT pg_xact_status(@1::xid8)", token).ConfigureAwait(false)
                : null;
        }
    }

    private async ValueTask<bool> HasTablesAsync(CancellationToken cancellationToken)
    {
        int version = await RepeatAsync(ExamineAsync, cancellationToken).ConfigureAwait(false);
        _version = version;
        _isPrepared = version == PostgresSchema.Version;
        return version > 0;

        async ValueTask<int> ExamineAsync(NpgsqlConnection connection)
        {
            PostgresSession session = Session(connection, cancellationToken);
            int version = await _schema.VersionAsync(session).ConfigureAwait(false);
            if (version == PostgresSchema.Version)
                await _pool.ExamineAsync(connection, session).ConfigureAwait(false);
            return version;
        }
    }

    private async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        SchemaProgress progress;
        while ((progress = await RepeatAsync(AdvanceAsync, cancellationToken).ConfigureAwait(false)) != SchemaProgress.Complete)
        {
            if (progress == SchemaProgress.Advanced)
                continue;
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw StoreErrors.Busy(Location);
            await WaitAsync(3, cancellationToken).ConfigureAwait(false);
        }

        _isPrepared = true;

        async ValueTask<SchemaProgress> AdvanceAsync(NpgsqlConnection connection)
        {
            PostgresSession session = Session(connection, cancellationToken);
            SchemaProgress made = await _schema.AdvanceAsync(connection, session, cancellationToken).ConfigureAwait(false);
            if (made == SchemaProgress.Complete)
                await _pool.ExamineAsync(connection, session).ConfigureAwait(false);
            return made;
        }
    }

    private async ValueTask<T> RepeatAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        long started = Stopwatch.GetTimestamp();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await ConnectAsync(work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (MayRepeat(error, attempt, Stopwatch.GetElapsedTime(started)))
            {
                if (PostgresErrors.IsLoss(error))
                    ClearPool(error);
            }
            catch (Exception error) when (PostgresErrors.Find(error, _target) is { } explained)
            {
                throw explained;
            }

            await WaitAsync(attempt, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Works with a connection. To close it may fail, too, because that rolls back a transaction.</summary>
    private async ValueTask<T> ConnectAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        NpgsqlConnection connection = _pool.Connect();
        await using (connection.ConfigureAwait(false))
        {
            await PostgresPool.OpenAsync(connection, cancellationToken).ConfigureAwait(false);
            return await work(connection).ConfigureAwait(false);
        }
    }

    private void ClearPool(Exception error)
    {
        _timeline = null;
        _pool.Clear(error);
    }

    /// <summary>
    /// Determines whether an operation is repeated. Until the server has answered once, one that cannot be reached is the wrong one.
    /// </summary>
    private bool MayRepeat(Exception error, int attempt, TimeSpan elapsed)
    {
        if (PostgresErrors.IsPlanChange(error))
            return attempt == 1;
        bool isAnswered = _isPrepared || error is PostgresException || PostgresErrors.IsEarlyTimeout(error, elapsed, _pool.Timeout);
        return (PostgresErrors.IsConflict(error) || (PostgresErrors.IsLoss(error) && isAnswered)) && elapsed < Patience;
    }

    /// <summary>Waits with a random length, so that processes that met do not meet again.</summary>
    private static Task WaitAsync(int attempt, CancellationToken cancellationToken) => Task.Delay(
        TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 << Math.Min(attempt, 6))), cancellationToken);

    private PostgresSession Session(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(connection, _statements, _isPrepared ? PostgresSchema.Version : _version, cancellationToken);

    private void ThrowIfClosed()
    {
        if (_isClosed)
            throw StoreErrors.Closed(Location);
    }
}
