using System.Collections;
using System.ComponentModel;
using System.Text;

namespace Marianne.Processes;

/// <summary>Starts commands in the platform's shell.</summary>
internal static class CommandStarter
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    public static UTF8Encoding Utf8 { get; } = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The encoding of the pipes. On Windows it is the encoding of the console, as in PowerShell.</summary>
    public static Encoding Encoding { get; } = OperatingSystem.IsWindows() ? Console.OutputEncoding : Utf8;

    /// <summary>Starts a command. Returns <c>null</c> and the reason if it cannot be started.</summary>
    /// <param name="command">The command.</param>
    /// <param name="inherited">Changes to the environment variables of this process.</param>
    /// <param name="tag">The tag of the command.</param>
    /// <param name="failure">The reason.</param>
    public static CommandProcess? TryStart(
        ShellCommand command, IReadOnlyDictionary<string, string?> inherited, ProcessTag tag, out StartFailure? failure)
    {
        Dictionary<string, string> environment = EnvironmentOf(command, inherited);
        failure = StartFailure.Of(command, environment);
        if (failure is not null)
            return null;

        tag.AddTo(environment);
        try
        {
            return OperatingSystem.IsWindows()
                ? WindowsCommandProcess.Start(command, environment)
                : UnixCommandProcess.Start(command, environment, tag);
        }
        catch (Win32Exception cause)
        {
            failure = OperatingSystem.IsWindows()
                ? StartFailure.OfWindows(cause.Message, command)
                : StartFailure.Of(cause.NativeErrorCode, cause.Message, command, environment);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            failure = StartFailure.Exhausted(cause.Message);
        }

        return null;
    }

    private static Dictionary<string, string> EnvironmentOf(
        ShellCommand command, IReadOnlyDictionary<string, string?> inherited)
    {
        Dictionary<string, string> environment = new(
            OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            environment[(string)variable.Key] = (string)variable.Value!;
        foreach ((string name, string? value) in inherited.Concat(command.Environment))
        {
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }

        return environment;
    }
}
