using System.Collections.Frozen;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The result of comparing a score with the one that a job keeps.</summary>
internal sealed class ScoreComparison
{
    private readonly Score? _before;
    private readonly Score _after;
    private readonly (string Name, string Change)[] _values;
    private readonly Func<int, bool> _isFileChanged;

    private ScoreComparison(Score? before, Score after, string? changes, (string, string)[] values, Func<int, bool> isFileChanged)
    {
        (_before, _after, Changes, _values, _isFileChanged) = (before, after, changes, values, isFileChanged);
        if (before is null)
            return;

        ChangedTexts = DoneSheetChanges.NumbersBetween(before, after, isFileChanged);
        ChangedInputs = after.Numbers.Where(UsesChangedValue).ToHashSet();
        ChangedSources = before.Numbers.Where(after.Has).Where(IsSourceChanged).ToHashSet();
    }

    /// <summary>The changes in words, or <c>null</c> if the scores are equal.</summary>
    public string? Changes { get; }

    /// <summary>The numbers of the sheets whose text has changed, or the file or the conditions that belong to it.</summary>
    public IReadOnlySet<int> ChangedTexts { get; } = FrozenSet<int>.Empty;

    /// <summary>The numbers of the sheets that use a parameter whose value has changed.</summary>
    public IReadOnlySet<int> ChangedInputs { get; } = FrozenSet<int>.Empty;

    /// <summary>The numbers of the sheets whose items have another source, or a source that uses a parameter with another value.</summary>
    public IReadOnlySet<int> ChangedSources { get; } = FrozenSet<int>.Empty;

    /// <summary>Compares a score with the one that a job keeps.</summary>
    /// <param name="job">The job.</param>
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
        (string Name, string Change)[] values = [.. ParameterChanges.Between(before.Values, score.Values)];
        return new ScoreComparison(before, score, Join(changes.Concat(values.Select(value => value.Change))), values, IsFileChanged);

        // A file of which only one hash is known was missing once, or the job was created by an earlier version.
        bool IsFileChanged(int number) => files.TryGetValue(number, out string? old) && current.TryGetValue(number, out string? now)
            && old != now;

        ScoreComparison Unknown(string reason) => new(null, score, reason, [], _ => false);
    }

    /// <summary>
    /// Returns the changes because of which the job is not resumed with the score: they concern sheets that are done. Returns
    /// <c>null</c> if there are none.
    /// </summary>
    /// <param name="isDone">Determines whether a sheet is done.</param>
    /// <param name="again">The sheets that run again, or <c>null</c> if none was chosen.</param>
    public string? ConflictWith(Func<int, bool> isDone, Rerun? again)
    {
        if (_before is null)
            return Changes;

        // Which sheets use a parameter is known well enough for a user who says what is to run again.
        IEnumerable<string> values = _values
            .Where(value => again is null || KeptSheets().Any(number => ParameterChanges.IsUsedBy(_after.SheetOf(number), value.Name)))
            .Select(value => value.Change);
        return Join(DoneSheetChanges.Between(_before, _after, _isFileChanged, isDone).Concat(values));

        IEnumerable<int> KeptSheets() => _after.Numbers.Where(isDone);
    }

    /// <summary>Determines whether what a sheet does, or a parameter that it uses, has changed.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool IsChanged(int number) => ChangedTexts.Contains(number) || ChangedInputs.Contains(number);

    private bool UsesChangedValue(int number) =>
        _values.Any(value => ParameterChanges.IsUsedBy(_after.SheetOf(number), value.Name));

    private bool IsSourceChanged(int number)
    {
        string? before = SheetWork.SourceOf(_before!.SheetOf(number));
        string? after = SheetWork.SourceOf(_after.SheetOf(number));
        return before is not null && after is not null
            && (before != after || _values.Any(value => PlaceholderText.NamesIn(after).Contains(value.Name)));
    }

    private static string? Join(IEnumerable<string> changes)
    {
        string text = string.Join("; ", changes);
        return text.Length == 0 ? null : text;
    }
}
