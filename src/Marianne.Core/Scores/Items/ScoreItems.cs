using Marianne.Jobs;

namespace Marianne.Scores;

/// <summary>
/// The items of the sheets of a job, by the numbers of their own sheets: an item is a sheet that has a parent. A run learns of items while
/// it runs, so this object changes, for all scores that share it. It can be used by several threads.
/// </summary>
internal sealed class ScoreItems
{
    private State _state = State.Of(0, [], []);

    /// <summary>No items, for a score that no job runs.</summary>
    public static ScoreItems None { get; } = new();

    /// <summary>The highest number that a sheet of the job has, whether it has an item or not; 0 if no job is known.</summary>
    public int HighestNumber => Now.Highest;

    private State Now => Volatile.Read(ref _state);

    /// <summary>Returns the items of a job.</summary>
    /// <param name="job">The job with its sheets.</param>
    public static ScoreItems Of(Job job)
    {
        var items = new ScoreItems();
        items.Learn(job);
        return items;
    }

    /// <summary>Replaces the items by those that a job has now.</summary>
    /// <param name="job">The job with its sheets.</param>
    public void Learn(Job job)
    {
        if (ReferenceEquals(this, None))
            return;

        IEnumerable<(int, ScoreItem)> items = job.Sheets.Known.Where(sheet => sheet.Item is { Parent: > 0 })
            .Select(sheet => (sheet.Number, new ScoreItem(sheet.Item!.Parent, sheet.Item.Key, sheet.Item.Position is null)));
        Volatile.Write(ref _state, State.Of(job.TotalSheets, items, job.Sheets.Known.Where(IsExpanded).Select(sheet => sheet.Number)));
    }

    /// <summary>Replaces the items by those that decide what workers claim, which have no keys.</summary>
    /// <param name="sheets">The states of the sheets of a job, in the order of the numbers.</param>
    public void Learn(IReadOnlyList<ClaimableSheet> sheets)
    {
        IEnumerable<(int, ScoreItem)> items = sheets.Where(sheet => sheet.Parent > 0)
            .Select(sheet => (sheet.Number, new ScoreItem(sheet.Parent, "", sheet.IsGone)));
        int highest = sheets.Count == 0 ? 0 : sheets[^1].Number;
        Volatile.Write(ref _state, State.Of(highest, items, sheets.Where(sheet => sheet.IsExpanded).Select(sheet => sheet.Number)));
    }

    /// <summary>Returns the item of a sheet; <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    public ScoreItem? Find(int number) => Now.Items.TryGetValue(number, out ScoreItem item) ? item : null;

    /// <summary>Determines whether a sheet has its items, so that it is done when they are.</summary>
    /// <param name="parent">The sheet's number.</param>
    public bool IsExpanded(int parent) => Now.Expanded.Contains(parent);

    /// <summary>Returns the items of all sheets, with the numbers of their own sheets, in the order of these.</summary>
    public IEnumerable<(int Number, ScoreItem Item)> All()
    {
        State now = Now;
        return now.Numbers.Select(number => (number, now.Items[number]));
    }

    /// <summary>Returns the items of a sheet, with the numbers of their own sheets, in the order of these. Some may be gone.</summary>
    /// <param name="parent">The sheet's number.</param>
    public IEnumerable<(int Number, ScoreItem Item)> Of(int parent) => All().Where(item => item.Item.Parent == parent);

    private static bool IsExpanded(Sheet sheet) => sheet.Measures.ItemCount is not null;

    private sealed record State(int Highest, IReadOnlyList<int> Numbers, Dictionary<int, ScoreItem> Items, HashSet<int> Expanded)
    {
        public static State Of(int highest, IEnumerable<(int Number, ScoreItem Item)> items, IEnumerable<int> expanded)
        {
            var byNumber = items.ToDictionary(item => item.Number, item => item.Item);
            return new State(highest, [.. byNumber.Keys.Order()], byNumber, [.. expanded]);
        }
    }
}
