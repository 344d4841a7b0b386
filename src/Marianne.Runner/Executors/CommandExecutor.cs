using System.Text;
using Marianne.Errors;
using Marianne.Placeholders;
using Marianne.Processes;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>Plays commands, and prompts through the instrument, in the platform's shell.</summary>
/// <param name="commands">What runs them.</param>
public sealed class CommandExecutor(ICommandRunner commands) : ISheetExecutor
{
    /// <summary>What systems take as one argument of a process, less what the rest of a command needs.</summary>
    private const int LongestArgument = 120_000;

    /// <inheritdoc/>
    public bool CanRun(ScoreSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return sheet.Command is not null || sheet.Prompt is not null;
    }

    /// <inheritdoc/>
    public async ValueTask<SheetExecution> ExecuteAsync(
        SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(attempt);

        string given = attempt.Prompt ?? attempt.Sheet.Command!;
        try
        {
            (string text, string? input) = TextOf(attempt);
            var command = new ShellCommand(text)
            {
                WorkingDirectory = attempt.Score.WorkspacePath,
                Environment = attempt.Environment,
                Timeout = attempt.Score.TimeoutOf(attempt.Number),
                Stale = attempt.Score.StaleDetection,
                Input = input,
            };
            return new SheetExecution(
                attempt.Prompt ?? text, await commands.RunAsync(command, onOutput, stop).ConfigureAwait(false));
        }
        catch (MarianneException error)
        {
            return SheetExecution.NotBegun(given, ErrorCodes.ScoreInvalid, error.Message);
        }
    }

    /// <summary>What the shell is given, and what its standard input is.</summary>
    /// <exception cref="MarianneException">Something cannot be put where it is to stand.</exception>
    private static (string Text, string? Input) TextOf(SheetAttempt attempt)
    {
        var places = PlaceholderExpander.Of(attempt.Score, attempt.Number);
        if (attempt.Prompt is not { } prompt)
            return (places.InCommand(attempt.Sheet.Command!), null);

        string instrument = attempt.Score.Instrument!;
        if (!PlaceholderExpander.HasPromptPlace(instrument))
            return (places.InCommand(instrument), prompt);
        if (Encoding.UTF8.GetByteCount(prompt) > LongestArgument)
            throw RunErrors.PromptTooLong(attempt.Number, prompt.Length);
        return (places.InInstrument(instrument, prompt), null);
    }
}
