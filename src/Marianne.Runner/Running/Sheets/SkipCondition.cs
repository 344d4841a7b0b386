using Marianne.Durations;
using Marianne.Options;
using Marianne.Placeholders;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>Determines whether a sheet is skipped.</summary>
/// <param name="commands">Runs the command of the condition.</param>
public sealed class SkipCondition(ICommandRunner commands)
{
    /// <summary>Returns why the command of <c>skip_when_command</c> skips a sheet, or <c>null</c> if it does not.</summary>
    /// <param name="score">The score, with its location.</param>
    /// <param name="sheet">The sheet's number.</param>
    /// <param name="environment">
    /// Returns environment variables in addition to those of this process. A variable with the value <c>null</c> is removed.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<string?> ReasonToSkipAsync(
        Score score, int sheet, Func<IReadOnlyDictionary<string, string?>> environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.SkipOf(sheet) is not { } options)
            return null;

        string text;
        try
        {
            text = PlaceholderExpander.Of(score, sheet).InCommand(options.Command);
        }
        catch (MarianneException)
        {
            return null; // A command that cannot be started skips nothing.
        }

        var command = new ShellCommand(text)
        {
            WorkingDirectory = score.WorkspacePath,
            Environment = environment(),
            Timeout = Duration.FromSeconds(options.TimeoutSeconds),
        };
        CommandResult result = await commands.RunAsync(command, onOutput: null, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return result.Succeeded ? options.Description ?? $"'{options.Command}' exited with 0." : null;
    }

    /// <summary>Returns why the condition <c>when</c> of a sheet is false, or <c>null</c> if it is true or there is none.</summary>
    /// <param name="score">The score.</param>
    /// <param name="sheet">The sheet's number.</param>
    internal static string? ReasonOfCondition(Score score, int sheet)
    {
        if (score.SheetOf(sheet).When is not { } when)
            return null;

        var condition = WhenCondition.Parse(when);
        if (score.SheetOf(sheet).ForEach is { } forEach && score.IsParent(sheet) == condition.Placeholders.Any(forEach.IsOfItem))
            return null; // A condition on the item decides for each item, and any other one for all of them together.
        IReadOnlyDictionary<string, object?> values = score.Values.OfPlaceholders;
        if (condition.IsTrue(values.GetValueOrDefault))
            return null;

        string shown = string.Join(
            ", ", condition.Placeholders.Select(name => $"{name} is {OptionValue.Show(values.GetValueOrDefault(name))}"));
        return shown.Length == 0 ? $"The condition {when} is false." : $"The condition {when} is false: {shown}.";
    }
}
