namespace Marianne.Storage.Relational;

/// <summary>
/// An open connection. It is used by one thread at a time. The SQL of this room names the parameters <c>@1</c>, <c>@2</c>, ...
/// and every table as SQLite does, as <c>main.jobs</c>: a session puts the name of its own schema in the place of <c>main</c>.
/// </summary>
internal abstract class SqlSession
{
    /// <summary>What this database says in its own way.</summary>
    public abstract SqlDialect Dialect { get; }

    /// <summary>The texts of queries for the tables of the store.</summary>
    protected abstract QueryTexts Texts { get; }

    /// <summary>Determines whether the store has a table. One that only other implementations wrote may lack ours.</summary>
    public abstract bool HasTable(string table);

    /// <summary>Determines whether a table has a column. An older store may lack it.</summary>
    public abstract bool Has(string table, string column);

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    public abstract ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values);

    /// <summary>Returns the first value of a query, or <c>null</c> if it is NULL or there is no row.</summary>
    public abstract ValueTask<object?> ScalarAsync(string sql, params ReadOnlySpan<object?> values);

    /// <summary>Starts a query. The rows must be disposed before the next statement.</summary>
    public abstract ValueTask<RowReader> QueryAsync(string sql, params ReadOnlySpan<object?> values);

    /// <summary>
    /// Runs a statement whose answer is not needed now. A server receives it together with the next statement or with the commit, which
    /// then fails with its error.
    /// </summary>
    /// <param name="sql">A statement that returns no rows.</param>
    /// <param name="values">The values of the parameters.</param>
    public virtual ValueTask PostAsync(string sql, params ReadOnlySpan<object?> values) => Forget(ExecuteAsync(sql, values));

    /// <inheritdoc cref="PostAsync(string, ReadOnlySpan{object?})"/>
    /// <param name="sql">A query.</param>
    /// <param name="read">Reads the rows, before the next statement returns its own.</param>
    /// <param name="values">The values of the parameters.</param>
    public virtual ValueTask PostAsync(string sql, Func<RowReader, ValueTask> read, params ReadOnlySpan<object?> values) =>
        PassAsync(QueryAsync(sql, values), read);

    /// <summary>Adds the rows of a query to a list, before the next statement returns its own.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="found">Receives the rows.</param>
    /// <param name="values">The values of the parameters.</param>
    public ValueTask PostListAsync<T>(string sql, Func<RowReader, T> read, List<T> found, params ReadOnlySpan<object?> values)
    {
        return PostAsync(sql, ReadAsync, values);

        async ValueTask ReadAsync(RowReader rows)
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
                found.Add(read(rows));
        }
    }

    /// <summary>Waits for the answers to the statements that were posted.</summary>
    public virtual ValueTask FlushAsync() => default;

    /// <summary>Runs a query and reads all its rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="values">The values of the parameters.</param>
    public ValueTask<List<T>> ListAsync<T>(string sql, Func<RowReader, T> read, params ReadOnlySpan<object?> values) =>
        ReadAllAsync(QueryAsync(sql, values), read);

    /// <summary>Returns the text of a query, which depends on the tables of the store.</summary>
    /// <param name="kind">What the query reads.</param>
    /// <param name="clauses">The clauses after FROM.</param>
    /// <param name="build">Builds the text.</param>
    public string Text(string kind, string clauses, Func<SqlSession, string, string> build) => Texts.Of(this, kind, clauses, build);

    private static async ValueTask Forget(ValueTask<int> execution) => await execution.ConfigureAwait(false);

    private static async ValueTask PassAsync(ValueTask<RowReader> query, Func<RowReader, ValueTask> read)
    {
        RowReader rows = await query.ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
            await read(rows).ConfigureAwait(false);
    }

    private static async ValueTask<List<T>> ReadAllAsync<T>(ValueTask<RowReader> query, Func<RowReader, T> read)
    {
        RowReader rows = await query.ConfigureAwait(false);
        var all = new List<T>();
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync().ConfigureAwait(false))
                all.Add(read(rows));
        }

        return all;
    }
}
