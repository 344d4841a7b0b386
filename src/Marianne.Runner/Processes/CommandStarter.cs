using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Marianne.Processes;

/// <summary>Starts the platform's shell with a command.</summary>
internal static class CommandStarter
{
    /// <summary>Of two pipes nobody can tell which was written to first, so the shell makes them one.</summary>
    private const string JoinedOutput = """exec /bin/sh -c "$1" 2>&1""";

    /// <summary>Windows takes commands of some 8,000 characters, Linux of 128 KB; a long prompt in one is longer.</summary>
    private const int LongText = 8000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>What the pipes of a command carry. On Windows that is what the console is set to, as to PowerShell.</summary>
    public static Encoding Encoding { get; } = OperatingSystem.IsWindows() ? Console.OutputEncoding : Utf8;

    /// <summary>Why a command cannot be started; nothing when nothing speaks against it.</summary>
    public static string? Refuse(ShellCommand command) =>
        !Directory.Exists(command.WorkingDirectory)
            ? $"The command cannot run in '{command.WorkingDirectory}': there is no such folder. Make it, or name another."
        : command.Text.Contains('\0')
            ? "The command cannot run: it holds a character of the code 0, which no command can. Remove it."
        : command.Environment.FirstOrDefault(variable => IsBad(variable.Key, variable.Value)) is { Key: { } name }
            ? $"The command cannot run: '{name}' cannot be an environment variable, or not with its value. Mend or remove it."
        : null;

    /// <summary>Starts it; nothing, and why, when it cannot be.</summary>
    public static Process? TryStart(
        ShellCommand command, IReadOnlyDictionary<string, string?> outside, ProcessTag mark, out string? error)
    {
        try
        {
            error = null;
            return Process.Start(Describe(command, outside, mark))!;
        }
        catch (Win32Exception cause)
        {
            error = $"The command cannot run in '{command.WorkingDirectory}': {cause.Message}"
                + (command.Text.Length > LongText
                    ? " It is very long: give it what is long on its standard input or in a file."
                    : "");
            return null;
        }
    }

    private static ProcessStartInfo Describe(
        ShellCommand command, IReadOnlyDictionary<string, string?> outside, ProcessTag mark)
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
            // With /s the first and the last quote go away and all between is taken as it is.
            start.FileName = Environment.GetEnvironmentVariable("ComSpec") ?? "cmd.exe";
            start.Arguments = $"/d /s /c \"{command.Text}\"";
        }
        else
        {
            start.FileName = "/bin/sh";
            foreach (string argument in new[] { "-c", JoinedOutput, "sh", command.Text })
                start.ArgumentList.Add(argument);
        }

        foreach ((string name, string? value) in outside.Concat(command.Environment))
            start.Environment[name] = value;
        mark.AddTo(start.Environment);
        return start;
    }

    private static bool IsBad(string name, string? value) =>
        name.Length == 0 || name.Contains('=') || name.Contains('\0') || value?.Contains('\0') == true;
}
