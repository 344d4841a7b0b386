using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>The items of a sheet, or of the whole job, and how they are.</summary>
internal sealed class WatchedItems
{
    private readonly List<Sheet> _sheets = [];
    private readonly int[] _counts = new int[Enum.GetValues<SheetStatus>().Length];

    /// <summary>The most items of a status that are shown of a sheet that is closed.</summary>
    private const int MostUrgent = 5;

    /// <summary>The statuses of the items that are shown of a sheet that is closed.</summary>
    private static readonly SheetStatus[] Urgent =
        [SheetStatus.Failed, SheetStatus.Fermata, SheetStatus.Waiting, SheetStatus.RetryScheduled, SheetStatus.InProgress];

    /// <summary>The sheets of the items, in the order of the source.</summary>
    public IReadOnlyList<Sheet> Sheets => _sheets;

    /// <summary>The number of items that are done.</summary>
    public int Finished => this[SheetStatus.Completed] + this[SheetStatus.Skipped];

    /// <summary>The number of items that wait to be tried again.</summary>
    public int Waiting => this[SheetStatus.Waiting] + this[SheetStatus.RetryScheduled];

    /// <summary>The number of items in a status.</summary>
    public int this[SheetStatus status] => _counts[(int)status];

    /// <summary>Adds the sheet of an item.</summary>
    /// <param name="sheet">The sheet.</param>
    public void Add(Sheet sheet)
    {
        _sheets.Add(sheet);
        _counts[(int)sheet.Status]++;
    }

    /// <summary>Returns the items that are shown although their sheet is closed: some that failed, wait or run, and the selected one.</summary>
    /// <param name="selected">The number of the selected sheet.</param>
    public IEnumerable<Sheet> ShownWhenClosed(int selected)
    {
        int[] left = new int[_counts.Length];
        foreach (SheetStatus status in Urgent)
            left[(int)status] = MostUrgent;
        return _sheets.Where(sheet => left[(int)sheet.Status]-- > 0 || sheet.Number == selected);
    }
}
