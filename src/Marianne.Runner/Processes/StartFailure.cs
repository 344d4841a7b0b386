using System.Globalization;
using System.Text;
using Marianne.Errors;

namespace Marianne.Processes;

/// <summary>The reason why a command cannot be started.</summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Message">What is wrong, and what to do.</param>
internal sealed record StartFailure(ErrorCode Code, string Message)
{
    private const string Shell = "/bin/sh";

    /// <summary>Returns what is wrong with a command before it is started, or <c>null</c> if nothing is.</summary>
    /// <param name="command">The command.</param>
    /// <param name="environment">All environment variables of the command.</param>
    public static StartFailure? Of(ShellCommand command, IReadOnlyDictionary<string, string> environment)
    {
        string folder = command.WorkingDirectory;
        if (!Directory.Exists(folder))
        {
            return new(ErrorCodes.WorkingDirectory,
                $"The command cannot run in '{folder}': "
                + (File.Exists(folder) ? "it is a file. Specify a folder."
                    : "the folder does not exist. Create it, or specify another folder."));
        }

        if (command.Text.Contains('\0'))
        {
            return new(ErrorCodes.ScoreInvalid,
                "The command cannot run because it contains a null character. Remove the character.");
        }

        if (environment.FirstOrDefault(variable => IsInvalid(variable.Key, variable.Value)) is { Key: { } name })
        {
            return new(ErrorCodes.ScoreInvalid,
                $"The command cannot run because the environment variable '{name}' has an invalid name or value. "
                + "Correct or remove it.");
        }

        return environment.Select(variable => (Name: variable.Key, Size: SizeOf(variable)))
            .FirstOrDefault(variable => variable.Size > ArgumentLimits.LongestString) is { Name: { } tooLong } found
            ? new(ErrorCodes.ScoreInvalid,
                $"The command cannot run because the environment variable '{tooLong}' has {Count(found.Size)} bytes. This system "
                + $"passes at most {Count(ArgumentLimits.LongestString)} in one variable. Write the value to a file, and pass "
                + "the file's path.")
            : null;
    }

    /// <summary>Returns what an error of the operating system means.</summary>
    /// <param name="error">The error number.</param>
    /// <param name="reason">The error in the words of the operating system.</param>
    /// <param name="command">The command.</param>
    /// <param name="environment">All environment variables of the command.</param>
    public static StartFailure Of(
        int error, string reason, ShellCommand command, IReadOnlyDictionary<string, string> environment)
    {
        string folder = command.WorkingDirectory;
        return error switch
        {
            SpawnError.NotFound or SpawnError.NotAFolder when !Directory.Exists(folder) =>
                new(ErrorCodes.WorkingDirectory,
                    $"The command cannot run in '{folder}': the folder does not exist any more. Create it again."),
            SpawnError.AccessDenied or SpawnError.NotPermitted when !MayEnter(folder) =>
                new(ErrorCodes.WorkingDirectory,
                    $"The command cannot run in '{folder}': this user may not enter the folder. "
                    + "Change its permissions, or specify another folder."),
            SpawnError.NotFound or SpawnError.NotAFolder =>
                new(ErrorCodes.NotFound, $"The shell '{Shell}' does not exist. Install a shell."),
            SpawnError.AccessDenied or SpawnError.NotPermitted or SpawnError.NotAProgram =>
                new(ErrorCodes.NotFound, $"The shell '{Shell}' cannot be executed: {reason}. Correct its permissions."),
            SpawnError.TooLong => new(ErrorCodes.ScoreInvalid, TooLong(environment)),
            _ when error == SpawnError.TryAgain || error is SpawnError.OutOfMemory or SpawnError.TooManyFiles
                or SpawnError.TooManyFilesOnSystem => Exhausted(reason),
            _ => new(ErrorCodes.Unknown, $"The command could not be started: {reason}."),
        };
    }

    /// <summary>Returns what an error of Windows means.</summary>
    /// <param name="reason">The error in the words of the operating system.</param>
    /// <param name="command">The command.</param>
    public static StartFailure OfWindows(string reason, ShellCommand command) =>
        command.Text.Length > ArgumentLimits.LongestOnWindows
            ? new(ErrorCodes.ScoreInvalid,
                $"The command cannot run: {reason} It is very long. Pass long texts on its standard input or in a file.")
            : new(ErrorCodes.Unknown, $"The command could not be started: {reason}");

    /// <summary>The system has no room for another process, pipe or file. That can change, so the attempt is retried.</summary>
    /// <param name="reason">The error in the words of the operating system.</param>
    public static StartFailure Exhausted(string reason) => new(
        ErrorCodes.Unknown,
        $"The command could not be started, because the system has no room for it: {reason.TrimEnd('.')}. Run fewer sheets at "
        + "once, or raise the limits of this user (ulimit -a).");

    private static bool MayEnter(string folder) => Libc.Access(NativeStrings.Of(folder), Libc.MayEnter) == 0;

    private static string TooLong(IReadOnlyDictionary<string, string> environment)
    {
        (string name, long size) = environment.Select(variable => (variable.Key, SizeOf(variable)))
            .OrderByDescending(variable => variable.Item2).First();
        return $"The command cannot run because its environment variables have {Count(environment.Sum(SizeOf))} bytes, which is "
            + $"more than this system passes. The longest is '{name}' with {Count(size)}. Write long values to files, and pass "
            + "their paths.";
    }

    private static long SizeOf(KeyValuePair<string, string> variable) =>
        Encoding.UTF8.GetByteCount(variable.Key) + Encoding.UTF8.GetByteCount(variable.Value) + 2L;

    private static string Count(long bytes) => bytes.ToString(CultureInfo.InvariantCulture);

    private static bool IsInvalid(string name, string value) =>
        name.Length == 0 || name.Contains('=') || name.Contains('\0') || value.Contains('\0');
}
