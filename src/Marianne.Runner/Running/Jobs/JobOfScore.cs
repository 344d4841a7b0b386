using System.Text.Json;
using Marianne.Files;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Recognizes the job of a score, by whichever path its folders are reached.</summary>
internal static class JobOfScore
{
    /// <summary>Determines whether a job has the name and the workspace of a key.</summary>
    /// <param name="job">The job.</param>
    /// <param name="key">The key of the score.</param>
    public static bool HasKey(Job job, JobKey key) =>
        job.Name == key.Name
        && WorkspaceOf(job) is { } workspace
        && (workspace == key.Workspace || (IsFullPath(workspace) && JobKey.Of(job.Name, workspace) == key));

    /// <summary>Determines whether the first sheet of a job's score runs once for each item of a pipeline.</summary>
    /// <param name="job">The job.</param>
    public static bool IsForEach(Job job) =>
        job.ConfigSnapshot?.Contains($"\"{ScoreSnapshot.ForEachKey}\"", StringComparison.Ordinal) == true;

    /// <summary>
    /// Returns a score with the paths that its job keeps, where both lead to the same file or folder. Otherwise a path through a link
    /// would look like a changed score.
    /// </summary>
    /// <param name="score">The score, with full paths.</param>
    /// <param name="kept">The score that the job keeps, with full paths.</param>
    public static Score WithPathsOf(Score score, Score kept) => score with
    {
        Workspace = JobKey.Of("", score.WorkspacePath) == JobKey.Of("", kept.WorkspacePath) ? kept.WorkspacePath : score.WorkspacePath,
        Sheets = [.. score.Numbers.Select(number => kept.Has(number) ? WithPathsOf(score.SheetOf(number), kept.SheetOf(number)) : score.SheetOf(number))],
    };

    /// <summary>
    /// Returns a score whose sheets have the numbers that they have in a job. With fewer sheets than the job, it is returned unchanged,
    /// because the job cannot be resumed with it.
    /// </summary>
    /// <param name="score">The score, with full paths.</param>
    /// <param name="kept">The score that the job keeps, with full paths.</param>
    /// <param name="job">The job.</param>
    /// <param name="items">The number of the job's items, whose sheets are not in the score.</param>
    /// <exception cref="MarianneException">InvalidTransition: the score does not have all sheets of the job any more.</exception>
    public static Score WithNumbersOf(Score score, Score kept, Job job, int items)
    {
        int total = job.TotalSheets - items;
        if (score.Sheets.Count < total || kept.Sheets.Count != total)
            return score with { Order = SheetOrder.Written };

        var matching = SheetMatching.Between(kept, score, job.TotalSheets);
        if (matching.Removed.Count > 0)
            throw JobErrors.RemovedSheets(job, matching.Removed.Select(kept.LabelOf));

        Score numbered = score with { Order = matching.Order };
        return items > 0 && kept.Numbers.Any(number => kept.IsParent(number) != numbered.IsParent(number))
            ? throw RunErrors.ForEachChanged(job)
            : numbered;
    }

    private static ScoreSheet WithPathsOf(ScoreSheet sheet, ScoreSheet kept) => sheet with
    {
        Script = AreSame(sheet.Script, kept.Script) ? kept.Script : sheet.Script,
        Prompt = AreSame(sheet.Prompt, kept.Prompt) ? kept.Prompt : sheet.Prompt,
    };

    private static bool AreSame(string? text, string? kept) =>
        text != kept && File.Exists(text) && File.Exists(kept) && RealPath.Of(text) == RealPath.Of(kept);

    private static bool IsFullPath(string path) => Path.IsPathFullyQualified(path) && !path.Contains('\0');

    /// <summary>Returns the workspace of the score that a job keeps, or <c>null</c> if it has no score.</summary>
    private static string? WorkspaceOf(Job job)
    {
        if (job.ConfigSnapshot is null)
            return null;

        using var snapshot = JsonDocument.Parse(
            job.ConfigSnapshot, new JsonDocumentOptions { MaxDepth = JobValidator.MaximumJsonDepth });
        return snapshot.RootElement.ValueKind == JsonValueKind.Object
            && snapshot.RootElement.TryGetProperty("workspace", out JsonElement workspace)
            && workspace.ValueKind == JsonValueKind.String
            ? workspace.GetString()
            : null;
    }
}
