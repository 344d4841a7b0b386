using Marianne.Signals;

namespace Marianne.Processes;

/// <summary>Runs commands.</summary>
public interface ICommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="command">The command.</param>
    /// <param name="onOutput">
    /// Receives the output as it arrives, one piece at a time and never after the result. A piece has at most some thousand
    /// characters, and may begin and end anywhere in a line, but not within a surrogate pair. The command waits for this
    /// method. If it throws, the command is ended and the exception is passed on.
    /// </param>
    /// <param name="cancellationToken">A token to end the command. The result then says so, and nothing is thrown.</param>
    /// <returns>The result. A failure of the command is not thrown, but is in the result.</returns>
    ValueTask<CommandResult> RunAsync(ShellCommand command, Action<string>? onOutput, CancellationToken cancellationToken);
}
