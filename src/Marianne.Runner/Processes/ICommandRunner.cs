namespace Marianne.Processes;

/// <summary>Runs commands.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="onOutput">
    /// Gets the output as it comes, one piece at a time and never after the result: a piece is at most some thousand
    /// characters, begins and ends anywhere in a line, but in no character. The command waits while it works; when it
    /// throws, the command is ended and the exception passed on.
    /// </param>
    /// <param name="cancellationToken">Stops it: the command is ended, and the result says so.</param>
    /// <returns>How it ended. It fails for no reason of the command's.</returns>
    ValueTask<CommandResult> RunAsync(ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken);
}
