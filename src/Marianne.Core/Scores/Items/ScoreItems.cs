using Marianne.Jobs;

namespace Marianne.Scores;

/// <summary>
/// The items of the sheets of a job, by the numbers of their own sheets, which follow those of the score. A run learns of items while it
/// runs, so this object changes, for all scores that share it. It can be used by several threads.
/// </summary>
internal sealed class ScoreItems
{
    private State _state;

    /// <summary>Initializes a new instance without items.</summary>
    /// <param name="written">The number of sheets of the score.</param>
    public ScoreItems(int written) => _state = new State(written, [], []);

    /// <summary>No items, for a score that no job runs.</summary>
    public static ScoreItems None { get; } = new(0);

    /// <summary>The number of items.</summary>
    public int Count => Now.Items.Length;

    private State Now => Volatile.Read(ref _state);

    /// <summary>Returns the items of a job.</summary>
    /// <param name="score">The score of the job.</param>
    /// <param name="job">The job with its sheets.</param>
    public static ScoreItems Of(Score score, Job job)
    {
        var items = new ScoreItems(score.Sheets.Count);
        items.Learn(job);
        return items;
    }

    /// <summary>Replaces the items by those that a job has now.</summary>
    /// <param name="job">The job with its sheets.</param>
    public void Learn(Job job)
    {
        if (ReferenceEquals(this, None))
            return;

        int written = Now.Written;
        var items = new ScoreItem[Math.Max(0, job.TotalSheets - written)];
        foreach (Sheet sheet in job.Sheets.Known.Where(sheet => sheet.Number > written && sheet.Item is not null))
            items[sheet.Number - written - 1] = new ScoreItem(sheet.Item!.Parent, sheet.Item.Key, sheet.Item.Position is null);
        Volatile.Write(ref _state, new State(written, items, [.. job.Sheets.Known.Where(IsExpanded).Select(sheet => sheet.Number)]));
    }

    /// <summary>Replaces the items by those that decide what workers claim, which have no keys.</summary>
    /// <param name="sheets">The states of all sheets of a job.</param>
    public void Learn(IReadOnlyList<ClaimableSheet> sheets)
    {
        int written = Now.Written;
        ScoreItem[] items = [.. sheets.Skip(written).Select(sheet => new ScoreItem(sheet.Parent, "", sheet.IsGone))];
        Volatile.Write(ref _state, new State(written, items, [.. sheets.Where(sheet => sheet.IsExpanded).Select(sheet => sheet.Number)]));
    }

    /// <summary>Returns the item of a sheet; <c>null</c> if it has none.</summary>
    /// <param name="number">The sheet's number.</param>
    public ScoreItem? Find(int number) =>
        Now is var now && number > now.Written && number <= now.Written + now.Items.Length && now.Items[number - now.Written - 1] is { Parent: > 0 } item
            ? item
            : null;

    /// <summary>Determines whether a sheet has its items, so that it is done when they are.</summary>
    /// <param name="parent">The sheet's number.</param>
    public bool IsExpanded(int parent) => Now.Expanded.Contains(parent);

    /// <summary>Returns the items of all sheets, with the numbers of their own sheets.</summary>
    public IEnumerable<(int Number, ScoreItem Item)> All()
    {
        State now = Now;
        for (int index = 0; index < now.Items.Length; index++)
        {
            if (now.Items[index].Parent > 0)
                yield return (now.Written + index + 1, now.Items[index]);
        }
    }

    private static bool IsExpanded(Sheet sheet) => sheet.Measures.ItemCount is not null;

    private sealed record State(int Written, ScoreItem[] Items, HashSet<int> Expanded);
}
