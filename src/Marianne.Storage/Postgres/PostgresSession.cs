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
    /// <inheritdoc/>
    public override SqlDialect Dialect => PostgresDialect.Instance;

    /// <inheritdoc/>
    public override bool HasTable(string table) => version >= PostgresSchema.VersionOf(table);

    /// <inheritdoc/>
    /// <remarks>No step adds a column to a table of an earlier one.</remarks>
    public override bool Has(string table, string column) => true;

    /// <inheritdoc/>
    public override ValueTask<int> ExecuteAsync(string sql, params ReadOnlySpan<object?> values) =>
        new(statements.Bind(sql, values, connection).ExecuteNonQueryAsync(cancellationToken));

    /// <inheritdoc/>
    public override ValueTask<object?> ScalarAsync(string sql, params ReadOnlySpan<object?> values) =>
        ScalarAsync(statements.Bind(sql, values, connection));

    /// <inheritdoc/>
    public override ValueTask<RowReader> QueryAsync(string sql, params ReadOnlySpan<object?> values) =>
        QueryAsync(statements.Bind(sql, values, connection));

    private async ValueTask<object?> ScalarAsync(NpgsqlCommand command) =>
        await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is { } value and not DBNull ? value : null;

    private async ValueTask<RowReader> QueryAsync(NpgsqlCommand command)
    {
        NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return new RowReader(reader, new PostgresColumnReader(reader), cancellationToken);
    }
}
