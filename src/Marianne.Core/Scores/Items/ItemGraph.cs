using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>
/// The dependencies between the sheets of a job with items. A sheet whose items are not known holds those that it has already. Once they
/// are known, they have the dependencies of the sheet, except for its source, and the sheet depends on them.
/// </summary>
internal static class ItemGraph
{
    /// <summary>More than the number of any sheet, so that items are between the sheet that they belong to and the next one of the score.</summary>
    private const int Places = SheetOrder.MaximumNumber + 1;

    /// <summary>Returns the graph.</summary>
    /// <param name="score">The score with its items.</param>
    /// <param name="written">The dependencies of the sheets of the score.</param>
    /// <param name="withoutSources">The dependencies of the sheets of the score without those of the sources of their items.</param>
    public static DependencyGraph Of(
        Score score,
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> written,
        IReadOnlyDictionary<int, IReadOnlyCollection<int>> withoutSources)
    {
        Dictionary<int, IReadOnlyCollection<int>> all = new(written);
        Dictionary<int, List<int>> items = [];
        foreach ((int number, ScoreItem item) in score.Items.All())
        {
            if (!score.Items.IsExpanded(item.Parent))
            {
                all[number] = [item.Parent];
                continue;
            }

            if (withoutSources.TryGetValue(item.Parent, out IReadOnlyCollection<int>? others))
                all[number] = others;
            if (item.IsGone)
                continue;
            if (!items.TryGetValue(item.Parent, out List<int>? ofParent))
                items.Add(item.Parent, ofParent = []);
            ofParent.Add(number);
        }

        foreach ((int parent, List<int> numbers) in items)
            all[parent] = [.. written.GetValueOrDefault(parent, []), .. numbers];

        return new DependencyGraph(score.SheetCount, all)
        {
            NeededResultOf = number => score.Items.IsExpanded(number) ? NeededResult.Any : score.SheetOf(number).NeedsResult,
            PlaceOf = number => PlaceOf(score, number),
            GroupOf = number => score.Items.Find(number)?.Parent ?? 0,
        };
    }

    private static int PlaceOf(Score score, int number)
    {
        int parent = score.ParentOrSelf(number);
        int place = score.Order.PositionOf(parent) * Places;
        return parent == number ? place : place + number;
    }
}
