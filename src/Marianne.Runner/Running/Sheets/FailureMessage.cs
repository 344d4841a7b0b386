using System.Globalization;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Processes;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Says in a line or two why an attempt failed.</summary>
internal static class FailureMessage
{
    private const int LongestLine = 300;

    /// <summary>The message.</summary>
    /// <param name="score">The score, whose limits it may have reached.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="code">The kind of failure.</param>
    /// <param name="result">How the attempt ended.</param>
    /// <param name="validations">What was checked.</param>
    /// <param name="output">What it wrote, without secrets.</param>
    public static string Of(
        Score score,
        int number,
        ErrorCode code,
        CommandResult result,
        IReadOnlyList<ValidationDetail> validations,
        string output)
    {
        string[] failed =
        [
            .. validations.Where(validation => validation is { Passed: false, FailureCategory: not "skipped" })
                .Select(validation => validation.ErrorMessage ?? validation.FailureReason ?? validation.Description ?? ""),
        ];
        IEnumerable<string> why = failed.Length > 0 ? failed : [Limit(score, number, result) ?? Ending(result), LastLine(output)];
        return string.Join(' ', why.Prepend(code.ToString()).Where(sentence => sentence.Length > 0));
    }

    /// <summary>The limit for which we ended it: how it died of that is no news.</summary>
    private static string? Limit(Score score, int number, CommandResult result) =>
        result.WasStale ? Key("idle_timeout_seconds", score.StaleDetection.IdleTimeoutSeconds)
        : result.TimedOut ? Key("timeout_seconds", score.TimeoutOf(number).TotalSeconds)
        : null;

    private static string Key(string name, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"Its {name} is {value}.");

    private static string Ending(CommandResult result) =>
        result.Signal is { } signal ? $"It was ended by signal {signal}."
        : result.ExitCode is { } exitCode && exitCode != 0 ? $"Its exit code was {exitCode}."
        : "";

    private static string LastLine(string output)
    {
        string? line = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return line is null ? "" : $"Its last line was: '{TextTruncation.Shorten(line, LongestLine)}'.";
    }
}
