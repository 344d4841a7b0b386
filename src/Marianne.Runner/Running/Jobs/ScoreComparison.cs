using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The result of comparing a score with the one that a job keeps.</summary>
/// <param name="Changes">The changes in words, or <c>null</c> if the scores are equal.</param>
/// <param name="Conflict">
/// The changes because of which the job is not resumed with the score: they concern sheets that are done. <c>null</c> if there
/// are none.
/// </param>
internal sealed record ScoreComparison(string? Changes, string? Conflict)
{
    /// <summary>Compares a score with the one that a job keeps.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="before">The score that the job keeps, with full paths, or <c>null</c> if it has no valid one.</param>
    /// <param name="score">The score, with full paths.</param>
    /// <param name="config">The score as the job would keep it.</param>
    public static ScoreComparison Of(Job job, Score? before, Score score, JobConfig config)
    {
        if (job.ConfigSnapshot is not { } snapshot)
            return Unknown("the job had no score");

        if (before is null)
            return Unknown("the job's stored configuration is not a valid score");

        IReadOnlyDictionary<int, string> files = ScoreSnapshot.FilesOf(snapshot);
        IReadOnlyDictionary<int, string> current = ScoreSnapshot.FilesOf(config.Snapshot);
        int[] changedFiles = [.. files.Keys.Where(IsFileChanged).Order()];
        IEnumerable<string> changes = new[] { ScoreChanges.Between(before, score).ToString() }
            .Concat(changedFiles.Select(number => $"the file of sheet {number} changed"))
            .Where(change => change.Length > 0);
        string[] values = [.. ParameterChanges.Between(before.Values, score.Values)];
        IReadOnlyList<string> conflicts = DoneSheetChanges.Between(before, score, IsFileChanged, IsDone);
        return new ScoreComparison(Join(changes.Concat(values)), Join(conflicts.Concat(values)));

        bool IsDone(int number) => number <= job.TotalSheets && job.Sheets[number - 1].IsFinished;

        // A file of which only one hash is known was missing once, or the job was created by an earlier version.
        bool IsFileChanged(int number) => files.TryGetValue(number, out string? old) && current.TryGetValue(number, out string? now)
            && old != now;
    }

    private static ScoreComparison Unknown(string reason) => new(reason, reason);

    private static string? Join(IEnumerable<string> changes)
    {
        string text = string.Join("; ", changes);
        return text.Length == 0 ? null : text;
    }
}
