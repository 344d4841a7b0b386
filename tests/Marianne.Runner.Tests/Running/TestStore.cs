using System.Data.Common;
using System.Globalization;
using Marianne.Jobs;
using Marianne.Storage;
using Marianne.Stores;
using Marianne.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace Marianne.Runner.Tests.Running;

/// <summary>A new job store for a test: memory, json, sqlite or postgres. What a database keeps of a job can be compared.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly Func<DbConnection>? _connection;
    private readonly string? _schema;

    private TestStore(IJobStore jobs, Func<DbConnection>? connection = null, string? schema = null) =>
        (Jobs, _connection, _schema) = (jobs, connection, schema);

    public IJobStore Jobs { get; }

    public static async Task<TestStore> CreateAsync(string kind, TemporaryFolder folder, TimeProvider time, IProcessList processes)
    {
        var factory = new JobStoreFactory(time, processes, _ => { });
        switch (kind)
        {
            case "json":
                return new TestStore(factory.Create(new StoreLocation(StoreKind.Json, folder["store"])));
            case "sqlite":
                string file = new SqliteConnectionStringBuilder { DataSource = folder["state.db"], Pooling = false }.ConnectionString;
                return new TestStore(factory.Create(new StoreLocation(StoreKind.Sqlite, folder["state.db"])), () => new SqliteConnection(file));
            case "postgres":
                PostgresServer server = await PostgresServer.GetAsync();
                Assert.SkipWhen(server.WhyNone is not null, $"PostgreSQL: {server.WhyNone}");
                string schema = $"test {Guid.NewGuid():N}";
                var location = StoreLocation.OfServer(new ServerConnection(server.ConnectionString, schema: schema));
                return new TestStore(factory.Create(location), () => new NpgsqlConnection(server.ConnectionString), schema);
            default:
                return new TestStore(factory.Create(new StoreLocation(StoreKind.Memory, null)));
        }
    }

    /// <summary>Returns all rows of a job with all columns; nothing if the store is not a database.</summary>
    public async Task<string[]> RowsAsync(string jobId)
    {
        if (_connection is null)
            return [];

        await using DbConnection connection = _connection();
        await connection.OpenAsync();
        List<string[]> columns = await ReadAsync(connection, _schema is null
            ? "SELECT m.name, p.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS p WHERE m.type = 'table'"
            : $"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '{_schema}'");
        List<string> rows = [];
        foreach (IGrouping<string, string> table in columns.ToLookup(column => column[0], column => column[1]).OrderBy(table => table.Key))
        {
            string? id = table.Key == "jobs" ? "id" : table.Contains("job_id") ? "job_id" : null;
            if (id is null)
                continue;
            string name = _schema is null ? table.Key : $"\"{_schema}\".{table.Key}";
            List<string[]> found = await ReadAsync(connection, $"SELECT * FROM {name} WHERE {id} = '{jobId}'");
            rows.AddRange(found.Select(row => $"{table.Key}|{string.Join('|', row)}").Order(StringComparer.Ordinal));
        }

        return [.. rows];
    }

    public async ValueTask DisposeAsync()
    {
        await Jobs.DisposeAsync();
        if (_schema is null)
            return;

        await using DbConnection connection = _connection!();
        await connection.OpenAsync();
        await ReadAsync(connection, $"DROP SCHEMA IF EXISTS \"{_schema}\" CASCADE");
    }

    private static async Task<List<string[]>> ReadAsync(DbConnection connection, string sql)
    {
        await using DbCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // The names come from the schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        List<string[]> rows = [];
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(index => Convert.ToString(reader.GetValue(index), CultureInfo.InvariantCulture)!)]);
        return rows;
    }
}
