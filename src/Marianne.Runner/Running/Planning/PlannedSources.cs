using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// What a plan knows of the sources that the run reads again because they may have other items by then: see <see cref="SourceLook"/>.
/// Commands are not run.
/// </summary>
internal sealed class PlannedSources
{
    private readonly Dictionary<int, ItemList?> _lists = [];
    private readonly SortedDictionary<int, int> _causes;

    /// <summary>Reads the sources of a job.</summary>
    /// <param name="prepared">The prepared job.</param>
    /// <param name="graph">The dependencies of its sheets.</param>
    public PlannedSources(PreparedJob prepared, DependencyGraph graph)
    {
        Score score = prepared.Score;
        if (prepared is { LooksAtSources: true, IsOver: false })
        {
            foreach (int number in score.Numbers.Where(number => SourceLook.MayHaveOthers(score, number)))
                _lists.Add(number, PlannedItems.Of(score, number));
        }

        _causes = graph.DependentsOf(
            _lists.Where(entry => entry.Value is { } list && HasNew(score, entry.Key, list)).Select(entry => entry.Key));
    }

    /// <summary>Determines whether the run reads the source of a sheet again before it starts sheets.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool AreRead(int number) => _lists.ContainsKey(number);

    /// <summary>Determines whether the source of a sheet has items that the job does not have.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool HaveNewItems(int number) => _causes.TryGetValue(number, out int cause) && cause == 0;

    /// <summary>Determines whether only the run finds out if the source of a sheet has new items.</summary>
    /// <param name="number">The sheet's number.</param>
    public bool AreUnknown(int number) => AreRead(number) && CountOf(number) is null;

    /// <summary>Returns the number of items that a source which is read again has now, or <c>null</c> if only the run finds out.</summary>
    /// <param name="number">The sheet's number.</param>
    public int? CountOf(int number) => _lists[number]?.Items.Count;

    /// <summary>
    /// Returns the number of the sheet because of whose new items a sheet runs again: its own, or that of one that it depends on.
    /// It is <c>null</c> if there are none.
    /// </summary>
    /// <param name="number">The sheet's number.</param>
    public int? CauseOf(int number) => !_causes.TryGetValue(number, out int cause) ? null : cause == 0 ? number : cause;

    private static bool HasNew(Score score, int number, ItemList list) =>
        ItemChanges.Between(score.Items.Of(number).Select(item => item.Item), list).New > 0;
}
