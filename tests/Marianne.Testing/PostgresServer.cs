using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Marianne.Testing;

/// <summary>
/// A PostgreSQL server for tests, shared by all tests of a process: the one that the variable <c>MARIANNE_TEST_POSTGRES</c> names by a
/// connection string of a role that may create schemas, or one in a temporary folder on a free port of this machine. The latter ends
/// with the process, however that ends.
/// </summary>
public sealed class PostgresServer
{
    private const string Variable = "MARIANNE_TEST_POSTGRES";
    private const string TestPassword = "s3cret;of=the tests";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(StartAsync);

    // Its pipes stay open as long as it is known.
    private static readonly List<Process> Standbys = [];
    private static Process? _process;

    private PostgresServer(string connectionString, int port, string? whyNone = null)
    {
        ConnectionString = connectionString;
        Port = port;
        WhyNone = whyNone;
    }

    /// <summary>The connection string, with a password that has the characters that separate its parts.</summary>
    public string ConnectionString { get; }

    /// <summary>The port on this machine; 0 if the server is another one.</summary>
    public int Port { get; }

    /// <summary>The password of the server that the tests start.</summary>
    public static string Password => TestPassword;

    /// <summary>Why there is no server; <c>null</c> if there is one.</summary>
    public string? WhyNone { get; }

    /// <summary>Indicates whether a variable names the server.</summary>
    public static bool IsNamed => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Returns the server, and starts it if that has not been done.</summary>
    public static Task<PostgresServer> GetAsync() => Shared.Value;

    /// <summary>Returns the programs of the newest server that is installed.</summary>
    public static string? FindProgram(string name)
    {
        IEnumerable<string> folders = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(folder => Path.Combine(folder, "bin"))
            : [];
        string path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return folders.Concat(path.Split(Path.PathSeparator)).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    /// <summary>Starts a program that must not be run by root, as the system's account for it.</summary>
    /// <param name="script">The shell script that runs it.</param>
    /// <param name="arguments">The parameters <c>$1</c>, <c>$2</c>, ... of the script.</param>
    public static Process StartUnprivileged(string script, params IEnumerable<string> arguments)
    {
        string[] shell = ["/bin/sh", "-c", script, "sh", .. arguments];
        string[] command = Environment.IsPrivilegedProcess
            ? ["setpriv", $"--reuid={Account}", "--regid=nogroup", "--clear-groups", "--", .. shell]
            : shell;
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start)!;
    }

    /// <summary>Creates a temporary folder that the account of <see cref="StartUnprivileged"/> owns.</summary>
    public static string CreateFolder()
    {
        using Process process = StartUnprivileged("mktemp -d /tmp/marianne-postgres.XXXXXX");
        string folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return folder;
    }

    /// <summary>Returns a port of this machine that no program uses.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a standby of the server, which ends with this process. Returns its port.</summary>
    /// <exception cref="IOException">It did not start.</exception>
    public async Task<int> StartStandbyAsync()
    {
        int port = FreePort();
        const string Script = """
            trap '' HUP INT TERM
            folder=$3
            PGPASSWORD=$5 "$1" -h 127.0.0.1 -p "$6" -U marianne -D "$folder/data" -R -X stream -c fast >&2 || exit 1
            exec 3<&0
            "$2" -D "$folder/data" -p "$4" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off \
                -c max_connections=200 < /dev/null &
            server=$!
            { cat <&3; kill -INT $server; } > /dev/null 2>&1 &
            wait $server
            rm -rf "$folder"
            """;
        Process process = StartUnprivileged(
            Script, FindProgram("pg_basebackup")!, FindProgram("postgres")!, CreateFolder(), $"{port}", TestPassword, $"{Port}");
        lock (Standbys)
            Standbys.Add(process);
        await ReadUntilAsync(process.StandardError, "ready to accept read-only connections");
        return port;
    }

    /// <summary>Reads the log of a program until a line contains a text. What follows is read too: it must not fill the pipe.</summary>
    /// <exception cref="IOException">The program ended before.</exception>
    internal static async Task ReadUntilAsync(StreamReader log, string text)
    {
        var lines = new List<string>();
        while (await log.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                _ = log.ReadToEndAsync();
                return;
            }
        }

        throw new IOException($"The program did not start: {string.Join(' ', lines.TakeLast(5))}");
    }

    private static string Account => File.ReadAllText("/etc/passwd").Contains("\npostgres:", StringComparison.Ordinal)
        ? "postgres"
        : "nobody";

    private static async Task<PostgresServer> StartAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return new PostgresServer(named, 0);
        if (OperatingSystem.IsWindows() || FindProgram("initdb") is not { } initdb || FindProgram("postgres") is not { } postgres)
            return None("no PostgreSQL server is installed, and MARIANNE_TEST_POSTGRES names none");

        try
        {
            return await StartAsync(initdb, postgres);
        }
        catch (Exception error) when (error is Win32Exception or IOException)
        {
            return None(error.Message);
        }
    }

    private static async Task<PostgresServer> StartAsync(string initdb, string postgres)
    {
        int port = FreePort();

        // The server is stopped when the pipe to the shell closes, also if this process is killed.
        const string Script = """
            trap '' HUP INT TERM
            folder=$3
            printf '%s' "$5" > "$folder/password"
            "$1" -D "$folder/data" -U marianne -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --no-sync > "$folder/initdb.log" 2>&1 \
                || { cat "$folder/initdb.log" >&2; exit 1; }
            exec 3<&0
            "$2" -D "$folder/data" -p "$4" -k "$folder" -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off \
                -c max_connections=200 -c shared_buffers=64MB < /dev/null &
            server=$!
            { cat <&3; kill -INT $server; } > /dev/null 2>&1 &
            wait $server
            rm -rf "$folder"
            """;
        Process process = _process = StartUnprivileged(Script, initdb, postgres, CreateFolder(), $"{port}", TestPassword);
        await ReadUntilAsync(process.StandardError, "ready to accept connections");
        return new PostgresServer($"Host=127.0.0.1;Port={port};Database=postgres;Username=marianne;Password='{TestPassword}'", port);
    }

    private static PostgresServer None(string why) => new("", 0, why);
}
