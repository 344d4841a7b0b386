using System.Text;
using Marianne.Errors;
using Marianne.Placeholders;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>Runs commands, and prompts with the score's instrument, in the platform's shell.</summary>
/// <param name="commands">Runs the commands.</param>
public sealed class CommandExecutor(ICommandRunner commands) : ISheetExecutor
{
    /// <summary>The longest argument that operating systems accept, less some room for the rest of the command.</summary>
    private const int LongestArgument = 120_000;

    /// <inheritdoc/>
    public bool CanRun(ScoreSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return sheet.Command is not null || sheet.Prompt is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        try
        {
            (string text, string? input) = CommandOf(attempt);
            var command = new ShellCommand(text)
            {
                WorkingDirectory = attempt.Score.WorkspacePath,
                Environment = attempt.Environment,
                Timeout = attempt.Score.TimeoutOf(attempt.Number),
                Stale = attempt.Score.StaleDetection,
                Input = input,
            };
            CommandResult result = await commands.RunAsync(command, onOutput, stop).ConfigureAwait(false);
            return AttemptResult.Of(attempt.Prompt ?? text, result);
        }
        catch (MarianneException error)
        {
            return AttemptResult.NotStarted(
                attempt.Prompt ?? attempt.Sheet.Command!, ErrorCodes.ScoreInvalid, error.Message);
        }
    }

    /// <summary>Returns the command for the shell and its standard input.</summary>
    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder, or is too long.</exception>
    private static (string Text, string? Input) CommandOf(SheetAttempt attempt)
    {
        var placeholders = PlaceholderExpander.Of(attempt.Score, attempt.Number);
        if (attempt.Prompt is not { } prompt)
            return (placeholders.InCommand(attempt.Sheet.Command!), null);

        string instrument = InstrumentCommand.Of(attempt.Score);
        if (!PlaceholderExpander.HasPromptPlace(instrument))
            return (placeholders.InCommand(instrument), prompt);
        if (Encoding.UTF8.GetByteCount(prompt) > LongestArgument)
            throw RunErrors.PromptTooLong(attempt.Number, prompt.Length);
        return (placeholders.InInstrument(instrument, prompt), null);
    }
}
