using Marianne.Files;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Finds the parse errors of scripts that nothing but a change of the script can fix. No module or assembly is loaded for it.
/// </summary>
internal static class ScriptSyntax
{
    // Modules are not loaded, so the types that they define are unknown.
    private static readonly string[] UnknownTypes = ["TypeNotFound", "CustomAttributeTypeNotFound"];

    /// <summary>Returns the parse error of a script with its position, or <c>null</c> if there is none.</summary>
    /// <param name="script">The text of the script.</param>
    public static string? ErrorIn(string script) =>
        ScriptParser.Parse(script).Errors.FirstOrDefault(error => !UnknownTypes.Contains(error.ErrorId)) is { Extent: var extent } error
            ? $"The script cannot be parsed at line {extent.StartLineNumber}, column {extent.StartColumnNumber}: {error.Message}"
            : null;

    /// <summary>
    /// Returns the parse error of a script file with its position, or <c>null</c> if there is none or the file cannot be read.
    /// </summary>
    /// <param name="file">The full path of the file.</param>
    public static string? ErrorInFile(string file)
    {
        try
        {
            return RegularFile.IsSpecial(file)
                ? $"'{file}' is a pipe or a device, not a regular file."
                : ErrorIn(File.ReadAllText(file));
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
            .Select(planned => (planned.Number, Sheet: plan.Score.SheetOf(planned.Number)))
            .Where(planned => planned.Sheet is { Script: not null, HasScriptFile: false })
            .DistinctBy(planned => planned.Sheet.Script)
            .Select(planned => (planned.Number, Error: ErrorIn(planned.Sheet.Script!)))
            .Where(planned => planned.Error is not null)
            .Select(planned => new ScoreProblem($"sheets[{planned.Number - 1}].script", planned.Error!)),
    ];
}
