using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Marianne.Storage.Sqlite;

/// <summary>An open connection with its prepared statements. It is used by one thread at a time.</summary>
internal sealed partial class SqliteSession : SqlSession, IDisposable
{
    /// <summary>The maximum wait for a lock that another process holds.</summary>
    public static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SqliteStatement> _statements = new(SqlTextComparer.Instance);
    private readonly SqliteConnection _connection;
    private readonly HashSet<string> _columns = new(StringComparer.Ordinal);
    private bool? _isCurrent;

    /// <summary>The number of prepared statements that the session keeps.</summary>
    public int StatementCount => _commands.Count + _statements.Count;

    /// <summary>The names of the tables.</summary>
    public IReadOnlySet<string> Tables { get; private set; } = new HashSet<string>();

    /// <summary>The names of the triggers.</summary>
    public IReadOnlySet<string> Triggers { get; private set; } = new HashSet<string>();

    /// <summary>
    /// Determines whether the file has everything that its schema would create. The names that were last read decide, so they are
    /// compared once.
    /// </summary>
    public bool IsCurrent(SqliteSchema schema) => _isCurrent ??= schema.IsCurrent(this);

    /// <inheritdoc/>
    public override SqlDialect Dialect => SqliteDialect.Instance;

    /// <inheritdoc/>
    protected override QueryTexts Texts { get; } = new();

    /// <inheritdoc/>
    public override bool HasTable(string table) => Tables.Contains(table);

    /// <inheritdoc/>
    public override bool Has(string table, string column) => _columns.Contains($"{table}.{column}");

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) =>
        new(Run(sql, values));

    /// <inheritdoc/>
    public override ValueTask<object?> ScalarAsync(string sql, params ReadOnlySpan<object?> values) => new(Scalar(sql, values));

    /// <inheritdoc/>
    public override ValueTask<RowReader> QueryAsync(string sql, params ReadOnlySpan<object?> values) => new(Query(sql, values));

    /// <summary>Starts a query. The rows must be disposed before the next statement.</summary>
    public RowReader Query(string sql, params ReadOnlySpan<object?> values) => new(Statement(sql).Query(values));

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Execute(values);

    /// <summary>Returns the only value of a query, or <c>null</c> if it is NULL or there is no row.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Statement(sql).Scalar(values);

    /// <summary>Returns the command of an SQL text, for what needs its reader. Its parameters keep their last values.</summary>
    public SqliteCommand Command(string sql)
    {
        if (!_commands.TryGetValue(sql, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            _commands.Add(sql, command);
        }

        return command;
    }

    /// <summary>Returns the command of an SQL text and sets its parameters <c>@1</c>, <c>@2</c>, ...</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object?> values)
    {
        SqliteCommand command = Command(sql);
        for (int index = 0; index < values.Length; index++)
        {
            if (index == command.Parameters.Count)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@{index + 1}" });
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }

    /// <summary>Runs statements without preparing them.</summary>
    public void Execute(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>
    /// Does something whose statements fire no triggers. What the triggers would do is left to the caller. SQLite prepares every
    /// statement of the connection again, before and after it.
    /// </summary>
    /// <exception cref="SqliteException">SQLite cannot turn triggers off or on.</exception>
    public T WithoutTriggers<T>(Func<T> work)
    {
        EnableTriggers(0);
        try
        {
            return work();
        }
        finally
        {
            EnableTriggers(1);
        }
    }

    /// <summary>Reads with statements that all see the same version of the file, which is locked once.</summary>
    public T ReadOneVersion<T>(Func<SqliteSession, T> read)
    {
        Run("BEGIN");
        try
        {
            return read(this);
        }
        finally
        {
            Rollback(); // There is nothing to commit.
        }
    }

    /// <summary>Starts a write transaction, waits for its lock, and checks the files then.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    /// <exception cref="MarianneException">A file of the database was removed, replaced or cut off.</exception>
    public void BeginImmediate(TimeProvider time, CancellationToken cancellationToken)
    {
        int frames;
        do
        {
            frames = FramesInLog(); // SQLite does not tell it during a transaction.
            Retry(() => Run("BEGIN IMMEDIATE"), time, cancellationToken);
        }
        while (!HasFiles(frames));
    }

    /// <summary>Commits the transaction.</summary>
    /// <exception cref="MarianneException">The log was cut off during the transaction.</exception>
    public void Commit()
    {
        ThrowIfLogWasCut();
        Run("COMMIT");
    }

    /// <summary>Rolls the transaction back, unless an error already has.</summary>
    public void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            Run("ROLLBACK");
    }

    /// <summary>
    /// Repeats an action while the file is locked, for at most <see cref="LockTimeout"/>. The waits are short, so that it can
    /// be cancelled.
    /// </summary>
    public void Retry(Action action, TimeProvider time, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        SetBusyTimeout(TimeSpan.FromSeconds(1));
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    action();
                    return;
                }
                catch (SqliteException error)
                    when (error.IsBusy() && time.GetElapsedTime(started) < LockTimeout)
                {
                    // SQLite's busy handler has waited; check for cancellation and try again.
                }
            }
        }
        finally
        {
            SetBusyTimeout(LockTimeout);
        }
    }

    /// <summary>Reads the names of the tables, columns and triggers.</summary>
    public void ReadSchema()
    {
        var tables = new HashSet<string>(StringComparer.Ordinal);
        var triggers = new HashSet<string>(StringComparer.Ordinal);
        _columns.Clear();
        Texts.Clear();

        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = """
            SELECT t.name, c.name FROM sqlite_master AS t LEFT JOIN pragma_table_info(t.name) AS c
            WHERE t.type IN ('table', 'trigger')
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (reader.IsDBNull(1))
            {
                triggers.Add(reader.GetString(0)); // Only a trigger has no columns.
                continue;
            }

            tables.Add(reader.GetString(0));
            _columns.Add($"{reader.GetString(0)}.{reader.GetString(1)}");
        }

        Tables = tables;
        Triggers = triggers;
        _isCurrent = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        CheckBeforeClose();
        foreach (SqliteCommand command in _commands.Values)
            command.Dispose();
        foreach (SqliteStatement statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private SqliteStatement Statement(string sql)
    {
        if (!_statements.TryGetValue(sql, out SqliteStatement? statement))
            _statements.Add(sql, statement = new SqliteStatement(_connection.Handle!, sql));
        return statement;
    }

    private void EnableTriggers(int value) => SqliteException.ThrowExceptionForRC(
        raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_ENABLE_TRIGGER, value, out _), _connection.Handle);

    private void SetBusyTimeout(TimeSpan timeout) =>
        raw.sqlite3_busy_timeout(_connection.Handle, (int)timeout.TotalMilliseconds);
}
