using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Creates the jobs of scores. Nothing is saved.</summary>
public static class JobDraft
{
    /// <summary>Creates a job that keeps its score, so that it can be run by its id from any folder.</summary>
    /// <param name="score">The score.</param>
    /// <param name="now">The current time.</param>
    /// <param name="id">The id of the job, or <c>null</c> to create one from the name and the time.</param>
    public static Job Of(Score score, DateTimeOffset now, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        Score full = WithFullPaths(score);
        return Of(full, ConfigOf(full), now, id);
    }

    /// <summary>Creates a job of a score with full paths.</summary>
    internal static Job Of(Score score, JobConfig config, DateTimeOffset now, string? id = null) =>
        new(id ?? JobIdGenerator.Create(score.Name, now), score.Name, config.TotalSheets, now)
        {
            Description = score.Description,
            Tag = score.Tags,
            ConfigSnapshot = config.Snapshot,
            ConfigHash = config.Hash,
            ConfigPath = config.Path,
        };

    /// <summary>Returns the configuration of a job with this score, which has full paths.</summary>
    internal static JobConfig ConfigOf(Score score)
    {
        ScoreSnapshot snapshot = ScoreSnapshot.Of(score, SheetFiles.HashesOf(score));
        return new JobConfig(snapshot.Json, snapshot.Hash, score.File, score.Sheets.Count);
    }

    /// <summary>Returns the score with full paths, so that the job can be resumed from any folder.</summary>
    internal static Score WithFullPaths(Score score) => score with
    {
        Workspace = score.WorkspacePath,
        Sheets = [.. score.Sheets.Select(sheet => sheet with
        {
            Script = sheet.HasScriptFile ? score.FullPath(sheet.Script!.Trim()) : sheet.Script,
            Prompt = sheet.Prompt is { } prompt ? PromptSource.FindFile(score, prompt) ?? prompt : null,
        })],
    };
}
