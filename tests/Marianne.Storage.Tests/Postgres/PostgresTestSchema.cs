using Marianne.Storage.Postgres;
using Marianne.Stores;
using Marianne.Testing;
using Npgsql;
using Xunit;

namespace Marianne.Storage.Tests.Postgres;

/// <summary>A schema of its own on the server of the tests. It is dropped afterwards.</summary>
internal sealed class PostgresTestSchema : IAsyncDisposable
{
    private readonly string _connectionString;

    private PostgresTestSchema(string connectionString, string name)
    {
        _connectionString = connectionString;
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

    /// <summary>Creates a schema that is used through PgBouncer.</summary>
    public static async Task<PostgresTestSchema> CreatePooledAsync()
    {
        PgBouncer pool = await PgBouncer.GetAsync();
        Assert.SkipWhen(pool.WhyNone is not null, $"PgBouncer: {pool.WhyNone}");
        return new PostgresTestSchema(pool.ConnectionString, NewName());
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

    public async ValueTask DisposeAsync() => await Scalar($"DROP SCHEMA IF EXISTS \"{Name}\" CASCADE");
}
