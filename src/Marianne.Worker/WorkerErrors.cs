using Marianne.Running;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Creates the errors of the worker, and maps errors to exit codes.</summary>
internal static class WorkerErrors
{
    private const int MaximumNames = 5;

    /// <summary>The score contains sheets that the worker cannot run.</summary>
    public static MarianneException Scripts(JobPlan plan, IReadOnlyList<PlannedSheet> scripts)
    {
        string names = string.Join(", ", scripts.Take(MaximumNames).Select(NameOf))
            + (scripts.Count > MaximumNames ? ", ..." : "");
        return new(
            MarianneError.ScoreInvalid,
            $"The score '{plan.Name}' contains PowerShell scripts ({CountText.Word(scripts.Count, "sheet")} {names}), "
            + "which the worker cannot run. Nothing was run. Run it in PowerShell with the module Marianne.");
    }

    /// <summary>The score is in a format that only PowerShell can read.</summary>
    public static ScoreSyntaxException PowerShellData() => new(
        "It is PowerShell data, which the worker cannot read. Convert it to YAML or JSON, or run it in PowerShell "
        + "with the module Marianne.");

    /// <summary>The text is not a valid path.</summary>
    public static MarianneException NotAPath(string path) => new(
        MarianneError.InvalidParameter,
        path.Length == 0 ? "A path is empty. Specify a file." : $"'{path}' is not a valid path: it contains a null character.",
        path);

    /// <summary>Returns the exit code for an error.</summary>
    public static ExitCode ExitCodeOf(MarianneError error) => error switch
    {
        MarianneError.ScoreNotFound or MarianneError.ScoreUnreadable or MarianneError.ScoreInvalid
            or MarianneError.ScoreChanged or MarianneError.InvalidParameter or MarianneError.InvalidJobId
            or MarianneError.JobNotFound or MarianneError.SheetOutOfRange => ExitCode.BadScore,
        _ => ExitCode.Failed,
    };

    /// <summary>The name of a parameter is missing.</summary>
    public static MarianneException NoParameterName(string argument) => new(
        MarianneError.InvalidParameter, $"'{argument}' has no name of a parameter. Specify --set name=value.", argument);

    /// <summary>The environment variable with the value of a parameter is not set.</summary>
    public static MarianneException NoVariable(string name) => new(
        MarianneError.InvalidParameter,
        $"The environment variable '{name}' is not set. Specify --set {name}=value, or set the variable.",
        name);

    private static string NameOf(PlannedSheet sheet) =>
        sheet.Name == $"{sheet.Number}" ? sheet.Name : $"{sheet.Number} {sheet.Name}";
}
