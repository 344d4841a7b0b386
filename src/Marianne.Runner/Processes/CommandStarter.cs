using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Marianne.Processes;

/// <summary>Starts commands in the platform's shell.</summary>
internal static class CommandStarter
{
    /// <summary>The order of output in two pipes is unknown, so the shell joins them.</summary>
    private const string JoinedOutput = """exec /bin/sh -c "$1" 2>&1""";

    /// <summary>
    /// Windows accepts commands of about 8,000 characters, Linux of 128 KB. Commands with long prompts exceed that.
    /// </summary>
    private const int LongCommand = 8000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The encoding of the pipes. On Windows it is the encoding of the console, as in PowerShell.</summary>
    public static Encoding Encoding { get; } = OperatingSystem.IsWindows() ? Console.OutputEncoding : Utf8;

    /// <summary>Returns the reason why a command cannot be started, or <c>null</c> if there is none.</summary>
    /// <param name="command">The command.</param>
    public static string? ErrorOf(ShellCommand command) =>
        !Directory.Exists(command.WorkingDirectory)
            ? $"The command cannot run in '{command.WorkingDirectory}': the folder does not exist. "
                + "Create it, or specify another folder."
        : command.Text.Contains('\0')
            ? "The command cannot run because it contains a null character. Remove the character."
        : command.Environment.FirstOrDefault(variable => IsInvalid(variable.Key, variable.Value)) is { Key: { } name }
            ? $"The command cannot run because the environment variable '{name}' has an invalid name or value. "
                + "Correct or remove it."
        : null;

    /// <summary>Starts a command. Returns <c>null</c> and an error message if it cannot be started.</summary>
    /// <param name="command">The command.</param>
    /// <param name="inherited">Changes to the environment variables of this process.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <param name="error">The error message.</param>
    public static Process? TryStart(
        ShellCommand command, IReadOnlyDictionary<string, string?> inherited, ProcessTag tag, out string? error)
    {
        try
        {
            error = null;
            return Process.Start(Describe(command, inherited, tag))!;
        }
        catch (Win32Exception cause)
        {
            error = $"The command cannot run in '{command.WorkingDirectory}': {cause.Message}"
                + (command.Text.Length > LongCommand
                    ? " It is very long. Pass long texts on its standard input or in a file."
                    : "");
            return null;
        }
    }

    private static ProcessStartInfo Describe(
        ShellCommand command, IReadOnlyDictionary<string, string?> inherited, ProcessTag tag)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = command.WorkingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsWindows())
        {
            // With /s cmd removes the first and the last quote, and does not change the text between them.
            start.FileName = Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe";
            start.Arguments = $"/d /s /c \"{command.Text}\"";
        }
        else
        {
            start.FileName = "/bin/sh";
            foreach (string argument in new[] { "-c", JoinedOutput, "sh", command.Text })
                start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in inherited.Concat(command.Environment))
            start.Environment[name] = value;
        tag.AddTo(start.Environment);
        return start;
    }

    private static bool IsInvalid(string name, string? value) =>
        name.Length == 0 || name.Contains('=') || name.Contains('\0') || value?.Contains('\0') == true;
}
