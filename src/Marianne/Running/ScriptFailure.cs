using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Formats the cause of a failed script in one line.</summary>
internal static class ScriptFailure
{
    /// <summary>
    /// Returns the command that reported an error, the first line of its message, and its position in the script.
    /// </summary>
    /// <param name="error">The error that ended the script.</param>
    public static string CauseOf(ErrorRecord error)
    {
        string message = FirstLineOf(MessageOf(error)).TrimEnd('.', ' ');
        return $"{CommandOf(error, message)}{message}{PositionOf(error)}";
    }

    /// <summary>Returns the text of an error that does not end a script: the command that reported it, and its message.</summary>
    /// <param name="error">The error.</param>
    public static string TextOf(ErrorRecord error) => $"{CommandOf(error, error.ToString())}{error}";

    /// <summary>Programs name themselves in their messages.</summary>
    private static string CommandOf(ErrorRecord error, string message) =>
        error.InvocationInfo?.MyCommand is { CommandType: CommandTypes.Cmdlet or CommandTypes.Function, Name: var name }
        && !message.Contains(name, StringComparison.OrdinalIgnoreCase)
            ? $"{name}: "
            : "";

    /// <summary>The message of a parse error begins with the source code, so the error in it is used.</summary>
    private static string MessageOf(ErrorRecord error) => error.Exception is ParseException { Errors: [var first, ..] }
        ? first.Message
        : error.ToString();

    private static string FirstLineOf(string message) => message
        .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .FirstOrDefault(line => line.Any(char.IsLetterOrDigit)) ?? "An error without a message";

    private static string PositionOf(ErrorRecord error)
    {
        if (error.InvocationInfo is not { ScriptLineNumber: > 0 and var line } invocation)
            return "";

        string place = string.IsNullOrEmpty(invocation.ScriptName)
            ? $"line {line.ToString(CultureInfo.InvariantCulture)}"
            : $"{Path.GetFileName(invocation.ScriptName)}:{line.ToString(CultureInfo.InvariantCulture)}";
        return $", at {place}";
    }
}
