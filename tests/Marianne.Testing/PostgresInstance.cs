using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Marianne.Testing;

/// <summary>
/// A PostgreSQL server of its own for tests that stop it, restart it or make it a primary. It ends with the process, however that ends.
/// </summary>
public sealed class PostgresInstance : IAsyncDisposable
{
    // The server stops when the pipe to the shell closes. Without a word before, its folder is removed.
    private const string RunScript = """
        trap '' HUP INT TERM
        program=$1
        folder=$2
        port=$3
        shift 3
        exec 3<&0
        "$program" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off "$@" < /dev/null &
        server=$!
        { cat <&3 > "$folder/word"; kill -INT $server; } > /dev/null 2>&1 &
        wait $server
        [ -s "$folder/word" ] || rm -rf "$folder"
        """;

    private const string Ready = "ready to accept connections";

    private readonly string _folder = PostgresServer.CreateFolder();
    private readonly string[] _settings;
    private Process? _process;

    private PostgresInstance(string[] settings) => _settings = [.. settings.SelectMany(setting => new[] { "-c", setting })];

    /// <summary>The port on this machine.</summary>
    public int Port { get; } = PostgresServer.FreePort();

    /// <summary>The connection string.</summary>
    public string ConnectionString =>
        $"Host=127.0.0.1;Port={Port};Database=postgres;Username=marianne;Password='{PostgresServer.Password}'";

    /// <summary>Creates and starts a server, or returns <c>null</c> if its programs are not installed.</summary>
    /// <param name="settings">Settings, such as <c>max_connections=20</c>.</param>
    public static async Task<PostgresInstance?> StartAsync(params string[] settings)
    {
        if (await CreateAsync(settings) is not { } instance)
            return null;

        await instance.StartAsync(Ready);
        return instance;
    }

    /// <summary>Creates and starts a server with a certificate, or returns <c>null</c> if its programs are not installed.</summary>
    /// <param name="certificate">The certificate with its key.</param>
    public static async Task<PostgresInstance?> StartEncryptedAsync(X509Certificate2 certificate)
    {
        if (await CreateAsync("ssl=on") is not { } instance)
            return null;

        const string Script = """
            umask 077
            printf '%s' "$2" > "$1/data/server.crt"
            printf '%s' "$3" > "$1/data/server.key"
            """;
        using RSA key = certificate.GetRSAPrivateKey()!;
        await CompleteAsync(Script, instance._folder, certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        await instance.StartAsync(Ready);
        return instance;
    }

    /// <summary>Creates and starts a standby of this server.</summary>
    public async Task<PostgresInstance> StartStandbyAsync()
    {
        const string Script = """
            PGPASSWORD=$3 "$1" -h 127.0.0.1 -p "$4" -U marianne -D "$2/data" -R -X stream -c fast >&2
            """;
        var standby = new PostgresInstance([]);
        await CompleteAsync(
            Script, PostgresServer.FindProgram("pg_basebackup")!, standby._folder, PostgresServer.Password, $"{Port}");
        await standby.StartAsync("ready to accept read-only connections");
        return standby;
    }

    /// <summary>Stops the server, which ends all its connections, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync(Ready);
    }

    /// <summary>Stops the server. It can be started again.</summary>
    public async Task StopAsync()
    {
        await _process!.StandardInput.WriteAsync("again");
        await EndAsync();
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private static async Task<PostgresInstance?> CreateAsync(params string[] settings)
    {
        if (OperatingSystem.IsWindows() || PostgresServer.FindProgram("initdb") is not { } initdb)
            return null;

        const string Script = """
            printf '%s' "$3" > "$2/password"
            "$1" -D "$2/data" -U marianne -A scram-sha-256 --pwfile="$2/password" -E UTF8 --no-sync >&2
            """;
        var instance = new PostgresInstance(settings);
        await CompleteAsync(Script, initdb, instance._folder, PostgresServer.Password);
        return instance;
    }

    private static async Task CompleteAsync(string script, params string[] arguments)
    {
        using Process process = PostgresServer.StartUnprivileged(script, arguments);
        Task<string> log = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new IOException($"The server was not created: {await log}");
    }

    private async Task StartAsync(string state)
    {
        _process = PostgresServer.StartUnprivileged(
            RunScript, [PostgresServer.FindProgram("postgres")!, _folder, $"{Port}", .. _settings]);
        await PostgresServer.ReadUntilAsync(_process.StandardError, state);
    }

    private async Task EndAsync()
    {
        if (_process is not { } process)
            return;

        _process = null;
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
