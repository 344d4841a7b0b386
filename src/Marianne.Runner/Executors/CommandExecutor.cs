using Marianne.Errors;
using Marianne.Instruments;
using Marianne.Placeholders;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>Runs commands, and prompts with their instrument.</summary>
/// <param name="commands">Runs the commands.</param>
public sealed class CommandExecutor(ICommandRunner commands) : ISheetExecutor
{
    /// <summary>The most characters at the end of an output that are searched for the records of a result.</summary>
    private const int LongestResult = 256 * 1024;

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
            return attempt.Prompt is null
                ? await RunAsync(attempt, CommandOf(attempt), attempt.Sheet.Command!, onOutput, stop).ConfigureAwait(false)
                : await PromptAsync(WithInstrument(attempt), onOutput, stop).ConfigureAwait(false);
        }
        catch (MarianneException error)
        {
            return AttemptResult.NotStarted(
                attempt.Prompt ?? attempt.Sheet.Command!, ErrorCodes.ScoreInvalid, error.Message);
        }
    }

    private async ValueTask<AttemptResult> PromptAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        string prompt = attempt.Prompt!;
        InstrumentCommand created;
        try
        {
            created = InstrumentCommand.Of(attempt);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return AttemptResult.NotStarted(
                prompt, ErrorCodes.PreflightPath, $"The prompt cannot be written to a file: {error.Message}");
        }

        using (created)
        {
            if (created.Problem is { } problem)
                return AttemptResult.NotStarted(prompt, ErrorCodes.PromptTooLarge, problem);

            ShellCommand command = CommandOf(attempt, created.Text) with
            {
                Arguments = created.Arguments,
                Input = created.Input,
                OutputLimit = attempt.Instrument!.Options.Result.Format is null or ResultForm.Text
                    ? ShellCommand.DefaultOutputLimit
                    : LongestResult,
            };
            return await RunAsync(attempt, command, prompt, onOutput, stop).ConfigureAwait(false);
        }
    }

    private async ValueTask<AttemptResult> RunAsync(
        SheetAttempt attempt, ShellCommand command, string input, Action<string> onOutput, CancellationToken stop)
    {
        CommandResult result = await commands.RunAsync(command, onOutput, stop).ConfigureAwait(false);
        return AttemptResult.Of(attempt.Prompt is null ? command.Text : input, result);
    }

    /// <summary>Returns the attempt with its instrument, which the runner chooses if there are several.</summary>
    private static SheetAttempt WithInstrument(SheetAttempt attempt) => attempt.Instrument is not null
        ? attempt
        : attempt with
        {
            Instrument = new InstrumentCatalog(attempt.Score.Instruments).Get(attempt.Score.InstrumentOf(attempt.Number)!),
        };

    /// <exception cref="MarianneException">A value cannot be quoted at its placeholder.</exception>
    private static ShellCommand CommandOf(SheetAttempt attempt) => CommandOf(
        attempt, PlaceholderExpander.Of(attempt.Score, attempt.Number).InCommand(attempt.Sheet.Command!));

    private static ShellCommand CommandOf(SheetAttempt attempt, string text) => new(text)
    {
        WorkingDirectory = attempt.Score.WorkspacePath,
        Environment = attempt.Environment,
        Timeout = attempt.Score.TimeoutOf(attempt.Number),
        Stale = attempt.Score.StaleDetection,
    };
}
