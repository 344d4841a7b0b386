using System.Management.Automation.Language;
using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>What the parser has against scripts: no other try would change that.</summary>
internal static class ScriptSyntax
{
    // What a class or a using statement names may come to be while the job plays.
    private static readonly string[] MayComeToBe = ["TypeNotFound", "ModuleNotFoundDuringParse", "CannotFindAssembly"];

    /// <summary>Why a script cannot be parsed, with the place; nothing when it can.</summary>
    /// <param name="script">Its text.</param>
    public static string? ErrorIn(string script)
    {
        Parser.ParseInput(script, out _, out ParseError[] errors);
        return TextOf(errors);
    }

    /// <summary>Why the script in a file cannot be parsed, with the place; nothing when it can, or cannot be read.</summary>
    /// <param name="file">The file, a full path.</param>
    public static string? ErrorInFile(string file)
    {
        try
        {
            Parser.ParseFile(file, out _, out ParseError[] errors);
            return TextOf(errors);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Running it tells.
        }
    }

    /// <summary>The sheets that are yet to be played and whose own text will never be a script.</summary>
    public static IReadOnlyList<ScoreProblem> ProblemsOf(JobPlan plan) =>
    [
        .. plan.Sheets
            .Where(sheet => sheet.Action != PlannedAction.Done)
            .Select(sheet => (Path: $"sheets[{sheet.Number - 1}].script", Sheet: plan.Score.Sheets[sheet.Number - 1]))
            .Where(work => work.Sheet is { Script: not null, HasScriptFile: false })
            .Select(work => (work.Path, Message: LastingErrorIn(work.Sheet.Script!)))
            .Where(found => found.Message is not null)
            .Select(found => new ScoreProblem(found.Path, found.Message!)),
    ];

    private static string? LastingErrorIn(string script)
    {
        Parser.ParseInput(script, out _, out ParseError[] errors);
        return TextOf([.. errors.Where(error => !MayComeToBe.Contains(error.ErrorId))]);
    }

    private static string? TextOf(ParseError[] errors) => errors is [var first, ..]
        ? $"The script cannot be parsed, at its line {first.Extent.StartLineNumber}, column {first.Extent.StartColumnNumber}: "
            + first.Message
        : null;
}
