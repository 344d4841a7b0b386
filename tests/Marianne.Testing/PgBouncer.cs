using System.ComponentModel;
using System.Diagnostics;

namespace Marianne.Testing;

/// <summary>
/// PgBouncer in front of the server of the tests, in transaction mode: after each transaction, a connection may have another one of the
/// server. It ends with the process.
/// </summary>
public sealed class PgBouncer
{
    private static readonly Lazy<Task<PgBouncer>> Shared = new(StartAsync);

    // Its pipes stay open as long as it is known.
    private static Process? _process;

    private PgBouncer(string connectionString, string? whyNone = null)
    {
        ConnectionString = connectionString;
        WhyNone = whyNone;
    }

    /// <summary>The connection string.</summary>
    public string ConnectionString { get; }

    /// <summary>Why there is no pool; <c>null</c> if there is one.</summary>
    public string? WhyNone { get; }

    /// <summary>Returns the pool, and starts it if that has not been done.</summary>
    public static Task<PgBouncer> GetAsync() => Shared.Value;

    private static async Task<PgBouncer> StartAsync()
    {
        PostgresServer server = await PostgresServer.GetAsync();
        if (server.WhyNone is not null || server.Port == 0)
            return new PgBouncer("", server.WhyNone ?? "the server is not on this machine");
        if (PostgresServer.FindProgram("pgbouncer") is not { } program)
            return new PgBouncer("", "PgBouncer is not installed");

        try
        {
            return await StartAsync(program, server);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return new PgBouncer("", error.Message);
        }
    }

    private static async Task<PgBouncer> StartAsync(string program, PostgresServer server)
    {
        int port = PostgresServer.FreePort();
        const string Script = """
            trap '' HUP INT TERM
            folder=$2
            printf '"marianne" "%s"\n' "$5" > "$folder/users"
            cat > "$folder/pgbouncer.ini" <<END
            [databases]
            postgres = host=127.0.0.1 port=$3
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = $4
            unix_socket_dir =
            auth_type = trust
            auth_file = $folder/users
            pool_mode = transaction
            default_pool_size = 10
            max_client_conn = 500
            END
            exec 3<&0
            "$1" "$folder/pgbouncer.ini" < /dev/null 2>&1 &
            pool=$!
            { cat <&3; kill -INT $pool; } > /dev/null 2>&1 &
            wait $pool
            rm -rf "$folder"
            """;
        Process process = _process = PostgresServer.StartUnprivileged(
            Script, program, PostgresServer.CreateFolder(), $"{server.Port}", $"{port}", PostgresServer.Password);
        await PostgresServer.ReadUntilAsync(process.StandardOutput, "process up");
        return new PgBouncer($"Host=127.0.0.1;Port={port};Database=postgres;Username=marianne");
    }
}
