using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>Finds the rows of a job: items are under the sheet that they belong to, which is open or closed.</summary>
/// <param name="job">The job.</param>
/// <param name="selected">The number of the selected row.</param>
internal sealed class WatchRows(WatchedSheets job, int selected)
{
    /// <summary>The most items of a sheet that is open when nothing was chosen: they fit on a small screen.</summary>
    private const int Few = 10;

    /// <summary>Which rows a person has opened, and which were closed.</summary>
    public IReadOnlyDictionary<int, bool> Chosen { get; init; } = new Dictionary<int, bool>();

    /// <summary>Determines what is looked for, of which everything is shown; <c>null</c> if nothing is.</summary>
    public Func<Sheet, bool>? IsFound { get; init; }

    /// <summary>Returns the rows, in the order of the score.</summary>
    public IReadOnlyList<WatchRow> Read()
    {
        Dictionary<int, WatchedItems> items = [];
        foreach (Sheet sheet in job.InOrder)
        {
            if (ParentOf(sheet) is { } parent)
            {
                if (!items.TryGetValue(parent, out WatchedItems? ofParent))
                    items[parent] = ofParent = new WatchedItems();
                ofParent.Add(sheet);
            }
        }

        List<WatchRow> rows = new(items.Count == 0 ? job.InOrder.Count : 64);
        HashSet<int> shown = [];
        foreach (Sheet sheet in job.InOrder)
        {
            int number = ParentOf(sheet) ?? sheet.Number;
            if (!items.TryGetValue(number, out WatchedItems? ofParent))
            {
                if (IsFound?.Invoke(sheet) != false)
                    rows.Add(new WatchRow(sheet.Number, sheet));
            }
            else if (shown.Add(number))
            {
                Add(rows, number, ofParent);
            }
        }

        return rows;
    }

    private void Add(List<WatchRow> rows, int number, WatchedItems items)
    {
        Sheet? sheet = number > 0 && number <= job.Job.TotalSheets ? job.Job.Sheets[number - 1] : null;
        bool isOpen = IsFound is not null || Chosen.GetValueOrDefault(number, items.Sheets.Count <= Few);
        Sheet[] under = [.. IsFound is not null ? items.Sheets.Where(IsFound) : isOpen ? items.Sheets : items.ShownWhenClosed(selected)];
        if (under.Length == 0 && IsFound is not null && (sheet is null || !IsFound(sheet)))
            return;

        rows.Add(new WatchRow(number, sheet) { Items = items, IsOpen = isOpen });
        rows.AddRange(under.Select(item => new WatchRow(item.Number, item) { Parent = number }));
    }

    private static int? ParentOf(Sheet sheet) => sheet.Item is { Parent: var parent } ? parent > 0 ? parent : WatchRow.OfJob : null;
}
