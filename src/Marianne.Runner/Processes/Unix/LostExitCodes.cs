using System.Globalization;
using System.Text;

namespace Marianne.Processes;

/// <summary>
/// Reads the exit codes of commands where this process cannot wait for them. If SIGCHLD was ignored when this process started,
/// .NET or the kernel reaps every child, and the exit code is lost. A shell around the command then writes it to a pipe.
/// </summary>
internal static class LostExitCodes
{
    /// <summary>The descriptor to which the shell writes the exit code.</summary>
    public const int Descriptor = 3;

    /// <summary>
    /// Runs the arguments in another shell. It catches the signals that the command may send to its whole group, which does
    /// not change how they act on the command.
    /// </summary>
    public const string Wrapper = """trap : HUP INT QUIT TERM; /bin/sh "$@" 3>&-; echo $? >&3""";

    private const ulong ChildSignal = 1UL << 16;

    private static volatile bool _areExpected = IsIgnored();

    /// <summary>Indicates whether the exit codes of commands that are started now would be lost.</summary>
    public static bool AreExpected => _areExpected;

    /// <summary>Returns the exit code of a process, and notes whether it was lost.</summary>
    /// <param name="exit">Completes when the process has exited.</param>
    public static async Task<int?> WatchAsync(Task<int?> exit)
    {
        int? exitCode = await exit.ConfigureAwait(false);
        if (exitCode is null)
            _areExpected = true;
        return exitCode;
    }

    /// <summary>Reads the exit code that the shell writes.</summary>
    /// <param name="pipe">The pipe.</param>
    public static async Task<int?> ReadAsync(Stream pipe)
    {
        using var reader = new StreamReader(pipe, Encoding.ASCII);
        string text = await reader.ReadToEndAsync().ConfigureAwait(false);
        return int.TryParse(text, NumberStyles.None | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int code)
            ? code
            : 128 + (int)LinuxSignal.Kill; // Nothing else can end the shell before it writes.
    }

    private static bool IsIgnored()
    {
        const string Name = "SigIgn:";
        try
        {
            return OperatingSystem.IsLinux()
                && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))
                    is { } ignored
                && (ulong.Parse(ignored[Name.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    & ChildSignal) != 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // Without /proc the first lost exit code shows it.
        }
    }
}
