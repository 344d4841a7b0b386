using System.Data.Common;
using Marianne.Testing;
using Npgsql;

namespace Marianne.Torture;

/// <summary>
/// The PostgreSQL server of the run: one of its own, which can be restarted, or the one that <c>MARIANNE_TEST_POSTGRES</c> names, whose
/// connections can be ended.
/// </summary>
internal sealed class TortureServer
{
    private readonly PostgresInstance? _instance;
    private readonly string _connection = "";

    private TortureServer(PostgresInstance? instance, PostgresServer? named)
    {
        _instance = instance;
        WhyNone = instance is null ? named!.WhyNone : null;
        if (WhyNone is null)
            _connection = instance?.ConnectionString ?? named!.ConnectionString;
    }

    /// <summary>The server. It is started by the first use.</summary>
    public static TortureServer Shared => field ??= StartAsync().GetAwaiter().GetResult();

    /// <summary>Why there is no server; <c>null</c> if there is one.</summary>
    public string? WhyNone { get; }

    /// <summary>Indicates whether the server can be restarted.</summary>
    public bool CanRestart => _instance is not null;

    /// <summary>Returns the connection string of a schema.</summary>
    public string ConnectionOf(string schema) =>
        new DbConnectionStringBuilder { ConnectionString = _connection, ["Schema"] = schema }.ConnectionString;

    /// <summary>Stops the server, which ends all connections, and starts it again.</summary>
    public Task RestartAsync() => _instance!.RestartAsync();

    /// <summary>Ends the connections of all processes, those of this one, too. Returns their number.</summary>
    public async Task<long> EndConnectionsAsync() => (long)(await ExecuteAsync(
        """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND usename = current_user AND backend_type = 'client backend'
        """))!;

    /// <summary>Removes a schema, and what is in it.</summary>
    public Task RemoveAsync(string schema) => ExecuteAsync($"DROP SCHEMA IF EXISTS \"{schema}\" CASCADE");

    private async Task<object?> ExecuteAsync(string sql)
    {
        string single = new NpgsqlConnectionStringBuilder(_connection) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(single);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task<TortureServer> StartAsync() =>
        await PostgresInstance.StartAsync("max_connections=200") is { } instance
            ? new TortureServer(instance, null)
            : new TortureServer(null, await PostgresServer.GetAsync());
}
