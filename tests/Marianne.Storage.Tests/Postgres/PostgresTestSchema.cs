using Marianne.Storage.Postgres;
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
        Options = PostgresOptions.Parse(connectionString, name);
    }

    public string Name { get; }

    public PostgresOptions Options { get; }

    /// <summary>The warnings of the databases of this schema.</summary>
    public List<string> Warnings { get; } = [];

    public static async Task<PostgresTestSchema> CreateAsync()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        Assert.SkipWhen(server.WhyNone is not null, $"PostgreSQL: {server.WhyNone}");
        return new PostgresTestSchema(server.ConnectionString, $"test {Guid.NewGuid():N}");
    }

    public PostgresDatabase Database() => new(Options, Warnings.Add);

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

    public async ValueTask DisposeAsync() => await Scalar($"DROP SCHEMA IF EXISTS \"{Name}\" CASCADE");
}
