using System.Globalization;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Formats the message of a failed attempt.</summary>
internal static class FailureMessage
{
    private const int LongestCause = 500;

    /// <summary>Returns the message in one or two lines, or <c>null</c> if the attempt succeeded.</summary>
    /// <param name="score">The score, which contains the timeouts.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="result">The classified result. Its output must not contain secrets.</param>
    public static string? Of(Score score, int number, AttemptResult result)
    {
        if (result.Error is not { } error)
            return null;

        string[] facts = [TimeoutOf(score, number, result.Command) ?? ExitOf(result.Command), LastLineOf(result)];
        string? cause = Shorten(CauseOf(result));
        return error.Explain(cause, string.Join(' ', facts.Take(cause is null ? 2 : 1).Where(fact => fact.Length > 0)));
    }

    /// <summary>Returns the cause in one line, or <c>null</c> if only the end of the attempt says what happened.</summary>
    private static string? CauseOf(AttemptResult result)
    {
        string[] failed =
        [
            .. result.Validations.Where(validation => validation is { Passed: false, FailureCategory: not "skipped" })
                .Select(validation => validation.ErrorMessage ?? validation.FailureReason ?? validation.Description ?? ""),
        ];
        return failed.Length > 0 ? string.Join(' ', failed)
            : result.Cause is { } known ? known
            : result.Command is { TimedOut: false, WasStale: false, Signal: null }
                ? FailureCause.Of(result.Command.Output)
            : null;
    }

    /// <summary>The setting because of which the attempt was ended. Then its exit code does not matter.</summary>
    private static string? TimeoutOf(Score score, int number, CommandResult result) =>
        result.WasStale ? Setting("idle_timeout_seconds", score.StaleDetection.IdleTimeoutSeconds)
        : result.TimedOut ? Setting("timeout_seconds", score.SheetOf(number).TimeoutSeconds ?? score.Sheet.TimeoutSeconds)
        : null;

    private static string Setting(string key, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"Its {key} is {value}.");

    private static string ExitOf(CommandResult result) =>
        result.Signal is { } signal ? $"It was ended by signal {signal}."
        : result.ExitCode is { } exitCode && exitCode != 0 ? $"Its exit code was {exitCode}."
        : "";

    private static string LastLineOf(AttemptResult result) =>
        FailureCause.Of(result.Command.Output) is { } line ? $"Its last line was: '{Shorten(line)}'." : "";

    private static string? Shorten(string? text) => text is null ? null : TextTruncation.Shorten(text, LongestCause);
}
