using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// Decides which sheets may start beside those that run: a sheet with items may limit how many of them run at the same time, or allow
/// several of them although the sheets of the score run one after another.
/// </summary>
/// <param name="score">The score with its items.</param>
internal sealed class GroupLimits(Score score)
{
    private readonly Lazy<HashSet<int>> _usedAnyway = new(() => UsedAnyway(score));

    private readonly int _most = score.Parallel.Enabled
        ? score.Parallel.Slots
        : Math.Max(1, score.Sheets.Max(sheet => sheet.ForEach?.Concurrency ?? 1));

    /// <summary>The options for the starts of sheets. The number of places is the most that any group can take.</summary>
    public ParallelismOptions Options => _most > score.Parallel.Slots
        ? score.Parallel with { Enabled = true, MaxConcurrent = _most }
        : score.Parallel;

    /// <summary>Determines whether a sheet of a group may start.</summary>
    /// <param name="group">The number of the sheet whose items the group has; 0 for sheets that are no items.</param>
    /// <param name="running">The groups of the sheets that run.</param>
    public bool MayStart(int group, IReadOnlyCollection<int> running)
    {
        int? limit = group == 0 ? null : score.SheetOf(group).ForEach!.Concurrency;
        if (score.Parallel.Enabled)
            return running.Count < _most && (limit is null || running.Count(other => other == group) < limit);
        return running.Count == 0 || (limit > running.Count && running.All(other => other == group));
    }

    /// <summary>
    /// Determines whether the failure of a sheet holds back only the sheets that depend on it: that of an item, and that of a sheet with
    /// items if another one is to run with what succeeded. It is so unless the sheet has <c>fail_fast</c>.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public bool FailsAlone(int number) =>
        score.SheetOf(number).ForEach is { FailFast: false } && (!score.IsParent(number) || _usedAnyway.Value.Contains(number));

    /// <summary>Determines whether a sheet that failed in an earlier run is left as it is.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool StaysFailed(int number) => score.Items.Find(number) is not null && !score.SheetOf(number).ForEach!.RetryFailed;

    /// <summary>Returns the numbers of the sheets that another one needs whatever their result.</summary>
    private static HashSet<int> UsedAnyway(Score score)
    {
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies = SheetDependencies.Of(score);
        return [.. score.Numbers.Where(number => score.SheetOf(number).NeedsResult == NeededResult.Any)
            .SelectMany(number => dependencies.GetValueOrDefault(number, []))];
    }
}
