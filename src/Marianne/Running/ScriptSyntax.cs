using System.Management.Automation.Language;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Finds the parse errors of scripts. Retrying a script does not fix them.</summary>
internal static class ScriptSyntax
{
    // A type or module that is missing now may exist when the sheet runs.
    private static readonly string[] TransientErrors = ["TypeNotFound", "ModuleNotFoundDuringParse", "CannotFindAssembly"];

    /// <summary>Returns the parse error of a script with its position, or <c>null</c> if there is none.</summary>
    /// <param name="script">The text of the script.</param>
    public static string? ErrorIn(string script) => MessageOf(ScriptParser.Parse(script).Errors);

    /// <summary>
    /// Returns the parse error of a script file with its position, or <c>null</c> if there is none or the file cannot be read.
    /// </summary>
    /// <param name="file">The full path of the file.</param>
    public static string? ErrorInFile(string file)
    {
        try
        {
            return MessageOf(ScriptParser.ParseFile(file).Errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Running the file reports the error.
        }
    }

    /// <summary>Returns the problems of the sheets that are still to run and whose script can never be parsed.</summary>
    public static IReadOnlyList<ScoreProblem> ProblemsOf(JobPlan plan) =>
    [
        .. plan.Sheets
            .Where(planned => planned.Action != PlannedAction.Done)
            .Select(planned => (planned.Number, Sheet: plan.Score.Sheets[planned.Number - 1]))
            .Where(planned => planned.Sheet is { Script: not null, HasScriptFile: false })
            .Select(planned => (planned.Number, Error: PermanentErrorIn(planned.Sheet.Script!)))
            .Where(planned => planned.Error is not null)
            .Select(planned => new ScoreProblem($"sheets[{planned.Number - 1}].script", planned.Error!)),
    ];

    private static string? PermanentErrorIn(string script) =>
        MessageOf(ScriptParser.Parse(script).Errors.Where(error => !TransientErrors.Contains(error.ErrorId)));

    private static string? MessageOf(IEnumerable<ParseError> errors) => errors.FirstOrDefault() is { Extent: var extent } error
        ? $"The script cannot be parsed at line {extent.StartLineNumber}, column {extent.StartColumnNumber}: {error.Message}"
        : null;
}
