using Marianne.Executors;
using Marianne.Outputs;
using Marianne.Placeholders;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>Runs the command of a source, and reads the lines of its standard output.</summary>
/// <param name="commands">Runs commands.</param>
internal sealed class SourceCommand(ICommandRunner commands)
{
    /// <summary>Returns the lines, as a JSON list. What the command writes to its standard error is no item.</summary>
    /// <param name="attempt">What the command is run with.</param>
    /// <param name="text">The command, in which placeholders are replaced.</param>
    /// <param name="redactor">The redactor of the run.</param>
    /// <param name="cancellationToken">A token to end the command.</param>
    /// <exception cref="ItemSourceException">The command fails, or what it writes cannot be read.</exception>
    public async ValueTask<string> ReadAsync(SheetAttempt attempt, string text, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadLinesAsync(attempt, text, redactor, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            throw new ItemSourceException($"The output of the command that finds the items {error.Message}.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ItemSourceException(
                $"The output of the command that finds the items cannot be read: {error.Message.TrimEnd('.')}. Make room in the folder for "
                + "temporary files, or correct its permissions.");
        }
    }

    private async ValueTask<string> ReadLinesAsync(
        SheetAttempt attempt, string text, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        string file = Path.Combine(Path.GetTempPath(), $"marianne-items-{Guid.NewGuid():N}");
        try
        {
            // The score has one output for both streams, so the shell divides them.
            string target = PlaceholderExpander.Quote(file);
            var command = new ShellCommand(OperatingSystem.IsWindows() ? $"({text}) >{target}" : $"{{ {text}\n}} >{target}")
            {
                WorkingDirectory = attempt.Score.WorkspacePath,
                Environment = attempt.Environment,
                Timeout = attempt.Score.TimeoutOf(attempt.Number),
            };
            CommandResult result = await commands.RunAsync(command, onOutput: null, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!result.Succeeded)
                throw new ItemSourceException(FailureOf(result, redactor));
            return new OutputSource(new SheetOutputOptions { Lines = file }, file).Read(SecretRedactor.None);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string FailureOf(CommandResult result, SecretRedactor redactor)
    {
        string how = result.TimedOut ? "ran longer than timeout_seconds"
            : result.Signal is { } signal ? $"was ended by signal {signal}"
            : FormattableString.Invariant($"exited with {result.ExitCode}");
        string cause = FailureCause.Of(redactor.Redact(result.Output)) is { } line ? $" Its last line was: '{line}'." : "";
        return $"The command that finds the items {how}.{cause}";
    }
}
