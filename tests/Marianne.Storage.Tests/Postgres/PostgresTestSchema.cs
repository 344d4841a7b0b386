using System.Collections.Concurrent;
using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>A schema of its own on the server of the tests. It is dropped afterwards, or emptied for another test.</summary>
internal sealed class PostgresTestSchema : IAsyncDisposable
{
    private static readonly ConcurrentBag<string> Emptied = [];

    private readonly string _connectionString;
    private readonly bool _isReused;

    private PostgresTestSchema(string connectionString, string name, bool isReused = false)
    {
        _connectionString = connectionString;
        _isReused = isReused;
        Name = name;
        Options = PostgresOptions.Of(new ServerConnection(connectionString, schema: name));
    }

    public string Name { get; }

    public PostgresOptions Options { get; }

    /// <summary>The warnings of the databases of this schema.</summary>
    public List<string> Warnings { get; } = [];

    public string ConnectionString => _connectionString;

    public (string UserName, string Password) Credential
    {
        get
        {
            var builder = new NpgsqlConnectionStringBuilder(_connectionString);
            return (builder.Username!, builder.Password!);
        }
    }

    public static async Task<PostgresTestSchema> CreateAsync()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        Assert.SkipWhen(server.WhyNone is not null, $"PostgreSQL: {server.WhyNone}");
        return new PostgresTestSchema(server.ConnectionString, NewName());
    }

    /// <summary>
    /// Creates a schema that is used through PgBouncer, or returns one that an earlier test has left: to create its tables takes longer
    /// than most tests. The tests of the direct connection start without tables.
    /// </summary>
    public static async Task<PostgresTestSchema> CreatePooledAsync()
    {
        PgBouncer pool = await PgBouncer.GetAsync();
        Assert.SkipWhen(pool.WhyNone is not null, $"PgBouncer: {pool.WhyNone}");
        return new PostgresTestSchema(
            pool.ConnectionString, Emptied.TryTake(out string? emptied) ? emptied : NewName(), isReused: !PostgresServer.IsNamed);
    }

    public PostgresDatabase Database() => new(Options, Warnings.Add);

    /// <summary>Returns the database through another port of this machine.</summary>
    public PostgresDatabase Database(int port) =>
        new(PostgresOptions.Of(new ServerConnection(ConnectionStringWith("Port", $"{port}"), schema: Name)), Warnings.Add);

    public string ConnectionStringWith(string keyword, string value) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { [keyword] = value }.ConnectionString;

    public async Task<object?> Scalar(string sql)
    {
        await using NpgsqlConnection connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql.Replace("main.", $"\"{Name}\".", StringComparison.Ordinal), connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static string NewName() => $"test {Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (!_isReused)
        {
            await Scalar($"DROP SCHEMA IF EXISTS \"{Name}\" CASCADE");
            return;
        }

        await Scalar(
            $"""
            DO $$
            DECLARE item text;
            BEGIN
                SET LOCAL session_replication_role = replica; -- No foreign key is checked.
                FOR item IN SELECT tablename FROM pg_tables WHERE schemaname = '{Name}' AND tablename <> 'schema_version' LOOP
                    EXECUTE format('DELETE FROM %I.%I', '{Name}', item);
                END LOOP;
                FOR item IN SELECT sequencename FROM pg_sequences WHERE schemaname = '{Name}' LOOP
                    PERFORM setval(format('%I.%I', '{Name}', item), 1, FALSE);
                END LOOP;
            END $$
            """);
        Emptied.Add(Name);
    }
}
