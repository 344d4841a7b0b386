using System.Text;

namespace Marianne.Processes;

/// <summary>The arguments with which <c>/bin/sh</c> runs a command.</summary>
/// <param name="command">The command.</param>
/// <param name="tag">The tag of the command.</param>
internal sealed class ShellArguments(ShellCommand command, ProcessTag tag) : IDisposable
{
    private const string Shell = "/bin/sh";
    private const string ChangeFolder = """cd -- "$1" && shift && exec /bin/sh "$@" """;

    /// <summary>Replaces the shell by the program. The arguments are never read as code.</summary>
    private const string RunArguments = "exec \"$@\"";

    private PrivateFile? _file;

    /// <summary>Returns the arguments. A command that is too long for an argument is written to a file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public IReadOnlyList<string> List()
    {
        string text = tag.Prefix + (command.Arguments is null ? command.Text : RunArguments);
        string[] run = command.Arguments is not null ? ["-c", text, Shell, .. command.Arguments]
            : Encoding.UTF8.GetByteCount(text) <= ArgumentLimits.LongestText ? ["-c", text] : [WriteFile(text)];
        if (LostExitCodes.AreExpected)
            run = ["-c", LostExitCodes.Wrapper, Shell, .. run];
        if (!SpawnActions.CanChangeFolder)
            run = ["-c", ChangeFolder, Shell, command.WorkingDirectory, .. run];
        return [Shell, .. run];
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private string WriteFile(string text)
    {
        _file = PrivateFile.Create("command", text);
        return _file.FullPath;
    }
}
