using Marianne.Storage.Relational;
using Npgsql;

namespace Marianne.Storage.Postgres;

/// <summary>An open connection, for one read or one transaction. Nothing of it is kept on the server.</summary>
/// <param name="connection">The connection.</param>
/// <param name="statements">The translated statements.</param>
/// <param name="version">The version of the tables. A store that is only read is not migrated.</param>
/// <param name="cancellationToken">A token to cancel the operation.</param>
internal sealed class PostgresSession(
    NpgsqlConnection connection, PostgresStatements statements, int version, CancellationToken cancellationToken) : SqlSession
{
    /// <summary>The maximum number of statements that are sent together.</summary>
    private const int MostPosted = 100;

    private readonly List<Func<RowReader, ValueTask>> _reads = [];
    private readonly List<NpgsqlBatchCommand> _posted = [];

    /// <inheritdoc/>
    public override SqlDialect Dialect => PostgresDialect.Instance;

    /// <inheritdoc/>
    protected override QueryTexts Texts => statements.TextsOf(version);

    /// <inheritdoc/>
    public override bool HasTable(string table) => version >= PostgresSchema.VersionOf(table);

    /// <inheritdoc/>
    /// <remarks>No step adds a column to a table of an earlier one.</remarks>
    public override bool Has(string table, string column) => true;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) => ExecuteAsync(Add(sql, values));

    /// <inheritdoc/>
    public override ValueTask<object?> ScalarAsync(string sql, params ReadOnlySpan<object?> values)
    {
        Add(sql, values);
        return ScalarAsync();
    }

    /// <inheritdoc/>
    public override ValueTask<RowReader> QueryAsync(string sql, params ReadOnlySpan<object?> values)
    {
        Add(sql, values);
        return QueryAsync();
    }

    /// <inheritdoc/>
    public override ValueTask PostAsync(string sql, params ReadOnlySpan<object?> values)
    {
        Add(sql, values);
        return _posted.Count < MostPosted ? default : FlushAsync();
    }

    /// <inheritdoc/>
    public override ValueTask PostAsync(string sql, Func<RowReader, ValueTask> read, params ReadOnlySpan<object?> values)
    {
        _reads.Add(read);
        return PostAsync(sql, values);
    }

    /// <inheritdoc/>
    public override ValueTask FlushAsync() => FlushAsync(cancellationToken);

    /// <inheritdoc cref="FlushAsync()"/>
    public async ValueTask FlushAsync(CancellationToken token)
    {
        if (_posted.Count > 0)
            await (await SendAsync(token).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Runs a script of several statements.</summary>
    public async ValueTask RunAsync(string script)
    {
        var command = new NpgsqlCommand(statements.Translate(script), connection);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private NpgsqlBatchCommand Add(string sql, ReadOnlySpan<object?> values)
    {
        NpgsqlBatchCommand command = statements.Bind(sql, values);
        _posted.Add(command);
        return command;
    }

    private async ValueTask<int> ExecuteAsync(NpgsqlBatchCommand command)
    {
        await FlushAsync().ConfigureAwait(false);
        return command.RecordsAffected;
    }

    private async ValueTask<object?> ScalarAsync()
    {
        NpgsqlDataReader reader = await SendAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) && reader.GetValue(0) is not DBNull and var value
                ? value
                : null;
        }
    }

    private async ValueTask<RowReader> QueryAsync() =>
        Rows(await SendAsync(cancellationToken).ConfigureAwait(false), ownsRows: true);

    /// <summary>Sends the statements, passes the rows of all posted queries on, and returns the rows of the last one.</summary>
    private async ValueTask<NpgsqlDataReader> SendAsync(CancellationToken token)
    {
        var batch = new NpgsqlBatch(connection);
        _posted.ForEach(batch.BatchCommands.Add);
        Func<RowReader, ValueTask>[] reads = [.. _reads];
        _posted.Clear();
        _reads.Clear();

        NpgsqlDataReader reader = await batch.ExecuteReaderAsync(token).ConfigureAwait(false);
        try
        {
            foreach (Func<RowReader, ValueTask> read in reads)
            {
                await read(Rows(reader, ownsRows: false)).ConfigureAwait(false);
                await reader.NextResultAsync(token).ConfigureAwait(false);
            }

            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private RowReader Rows(NpgsqlDataReader reader, bool ownsRows) =>
        new(new PostgresColumnReader(reader), ownsRows, cancellationToken);
}
