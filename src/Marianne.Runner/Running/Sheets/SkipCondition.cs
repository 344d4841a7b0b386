using Marianne.Durations;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Finds out whether a sheet is passed over.</summary>
/// <param name="commands">What runs the command that tells.</param>
public sealed class SkipCondition(ICommandRunner commands)
{
    /// <summary>Why a sheet is passed over; nothing when it is to run.</summary>
    /// <param name="score">The score, at its place.</param>
    /// <param name="sheet">The number of the sheet.</param>
    /// <param name="environment">Variables beside those of this process; one without a value is taken away.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async ValueTask<string?> ShouldSkipAsync(
        Score score, int sheet, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (!score.Sheet.SkipWhenCommand.TryGetValue(sheet, out SkipWhenOptions? options))
            return null;

        string text;
        try
        {
            text = PlaceholderExpander.Of(score, sheet).InCommand(options.Command);
        }
        catch (MarianneException)
        {
            return null; // What cannot be started skips nothing.
        }

        var command = new ShellCommand(text)
        {
            WorkingDirectory = score.WorkspacePath,
            Environment = environment,
            Timeout = Duration.FromSeconds(options.TimeoutSeconds),
        };
        CommandResult result = await commands.RunAsync(command, onOutput: null, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result.Succeeded ? options.Description ?? $"'{options.Command}' exited with 0." : null;
    }
}
