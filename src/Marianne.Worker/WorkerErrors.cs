using Marianne.Running;
using Marianne.Scores;

namespace Marianne.Worker;

/// <summary>The errors of the worker, made in one place, and how it ends after each.</summary>
internal static class WorkerErrors
{
    private const int MostNamed = 5;

    /// <summary>Sheets that the worker cannot play.</summary>
    public static MarianneException Scripts(JobPlan plan, IReadOnlyList<PlannedSheet> scripts)
    {
        string which = string.Join(", ", scripts.Take(MostNamed).Select(NameOf)) + (scripts.Count > MostNamed ? ", ..." : "");
        return new(
            MarianneError.ScoreInvalid,
            $"The score '{plan.Name}' has PowerShell scripts ({(scripts.Count == 1 ? "sheet" : "sheets")} {which}), and the worker "
            + "plays commands and prompts only. Nothing was played. Play it with Invoke-MarianneJob in PowerShell.");
    }

    /// <summary>A format that only PowerShell reads.</summary>
    public static ScoreSyntaxException PowerShellData() => new(
        "It is PowerShell data, which the worker does not read. Write it as YAML or JSON, or play it with Invoke-MarianneJob "
        + "in PowerShell.");

    /// <summary>The text is no path.</summary>
    public static MarianneException NotAPath(string path) => new(
        MarianneError.InvalidParameter,
        path.Length == 0 ? "A path is empty. Name the file." : $"'{path}' is no path: it has a null character.",
        path);

    /// <summary>How the worker ends after an error.</summary>
    public static ExitCode ExitCodeOf(MarianneError error) => error switch
    {
        MarianneError.ScoreNotFound or MarianneError.ScoreUnreadable or MarianneError.ScoreInvalid
            or MarianneError.ScoreChanged or MarianneError.InvalidParameter or MarianneError.InvalidJobId
            or MarianneError.JobNotFound => ExitCode.BadScore,
        _ => ExitCode.Failed,
    };

    private static string NameOf(PlannedSheet sheet) =>
        sheet.Name == $"{sheet.Number}" ? sheet.Name : $"{sheet.Number} {sheet.Name}";
}
