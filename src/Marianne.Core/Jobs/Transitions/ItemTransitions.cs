namespace Marianne.Jobs;

/// <summary>
/// What a run does to the sheets of a job before it starts: it gives items their sheets, and lets sheets that are done run again. Numbers
/// never change, and what is done stays so.
/// </summary>
public static class ItemTransitions
{
    /// <summary>The message of a sheet whose item the source does not have any more.</summary>
    public const string GoneMessage = "The item is not in the source any more.";

    /// <summary>Determines whether a sheet has nothing more to do: it is Completed or Skipped, or it failed and its item is gone.</summary>
    /// <param name="sheet">The sheet.</param>
    public static bool HasEnded(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return sheet.IsFinished || sheet is { Status: SheetStatus.Failed, Item: { Position: null } };
    }

    /// <summary>
    /// Gives each item of a list its sheet: the one that its key already has, or a new one with the next number. An item that is not in
    /// the list any more keeps its result, and does not run if it has none.
    /// </summary>
    /// <param name="job">The job with all its sheets; it is changed. Its sheets are copied before they are changed.</param>
    /// <param name="list">The items.</param>
    public static void Expand(Job job, ItemList list)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(list);

        Dictionary<string, Sheet> known = ItemsOf(job, list.Parent);
        bool isChanged = false;
        bool isOpen = false;
        int run = list.Parent > 0 ? job.Sheets[list.Parent - 1].Measures.Reruns : 0;
        int next = job.TotalSheets;
        AddSheets(job, list.Items.Count(item => !known.ContainsKey(item.Key)));
        for (int index = 0; index < list.Items.Count; index++)
        {
            var item = new SheetItem(list.Parent, list.Items[index].Key, index + 1) { Value = list.Items[index].Value };
            if (known.Remove(item.Key, out Sheet? sheet))
            {
                isChanged |= sheet.Item!.Position is null;
                if (run > 0 && sheet.Measures.Reruns == run && JobRerun.HasResult(sheet))
                    sheet = Again(job, sheet, item);
                else
                    Keep(job, sheet, item);
                isOpen |= !sheet.IsFinished;
            }
            else
            {
                Add(job.Sheets[next++], item, run);
                isOpen = true;
            }
        }

        foreach (Sheet gone in known.Values.Where(sheet => sheet.Item!.Position is not null))
        {
            Leave(job, gone);
            isChanged = true;
        }

        if (isChanged || isOpen)
            Reset(job, list.Dependents);
    }

    /// <summary>
    /// Adds the items that a source has by now to those of a job that is resumed. The items of the job keep their positions, and those that
    /// are Completed stay among its items although the source may not have them any more, so an interruption changes no result. One that
    /// is not Completed and is gone does not run.
    /// </summary>
    /// <param name="job">
    /// The job with all its sheets; it is changed. Its sheets are copied before they are changed, except for the parent of the items.
    /// </param>
    /// <param name="list">The items.</param>
    public static void Extend(Job job, ItemList list)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(list);

        Dictionary<string, Sheet> known = ItemsOf(job, list.Parent);
        ItemInput[] missing = [.. list.Items.Where(item => known.GetValueOrDefault(item.Key)?.Item!.Position is null)];
        IReadOnlyList<Sheet> gone = GoneOf(job, list);
        if (missing.Length == 0 && gone.Count == 0)
            return;

        int position = known.Values.Max(sheet => sheet.Item!.Position) ?? 0;
        int next = job.TotalSheets;
        AddSheets(job, missing.Count(item => !known.ContainsKey(item.Key)));
        foreach (ItemInput input in missing)
        {
            var item = new SheetItem(list.Parent, input.Key, ++position) { Value = input.Value };
            if (known.TryGetValue(input.Key, out Sheet? sheet))
                Keep(job, sheet, item);
            else
                Add(job.Sheets[next++], item, job.Sheets[list.Parent - 1].Measures.Reruns);
        }

        foreach (Sheet sheet in gone)
            Leave(job, sheet);
        Reset(job, list.Dependents);
        Reopen(job, job.Sheets[list.Parent - 1]);
    }

    /// <summary>
    /// Returns the items that a source does not have any more, except those that are Completed, which <see cref="Extend"/> keeps.
    /// </summary>
    /// <param name="job">The job with all its sheets.</param>
    /// <param name="list">The items that the source has by now.</param>
    public static IReadOnlyList<Sheet> GoneOf(Job job, ItemList list)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(list);

        HashSet<string> keys = list.Items.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. job.Sheets.Known.Where(sheet => sheet.Item is { Position: not null } item && item.Parent == list.Parent
                && sheet.Status != SheetStatus.Completed && !keys.Contains(item.Key)),
        ];
    }

    /// <summary>Lets sheets run again that are Completed or Skipped. A sheet that failed starts again anyway.</summary>
    /// <param name="job">The job with all its sheets; it is changed.</param>
    /// <param name="numbers">The numbers of the sheets.</param>
    public static void Reset(Job job, IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(numbers);
        foreach (int number in numbers)
        {
            if (job.Sheets[number - 1].IsFinished)
                Reset(Changed(job, job.Sheets[number - 1]));
        }
    }

    /// <summary>Returns the sheets of the items of a parent, by key.</summary>
    private static Dictionary<string, Sheet> ItemsOf(Job job, int parent) => job.Sheets.Known
        .Where(sheet => sheet.Item?.Parent == parent)
        .ToDictionary(sheet => sheet.Item!.Key, StringComparer.Ordinal);

    /// <summary>Lets a sheet wait for the items that were added to it.</summary>
    private static void Reopen(Job job, Sheet parent)
    {
        Sheet[] items = [.. job.Sheets.Known.Where(item => item.Item is { Position: not null } of && of.Parent == parent.Number)];
        parent.Measures = parent.Measures with { ItemCount = items.Length };
        if (parent.Status != SheetStatus.Pending && items.Any(item => !HasEnded(item)))
            Reset(parent);
    }

    private static void AddSheets(Job job, int count)
    {
        int all = count + job.Sheets.Known.Count(sheet => sheet.Item is not null);
        if (all > ItemList.MaximumCount)
            throw ItemErrors.TooMany(all, ItemList.MaximumCount);
        job.TotalSheets += count;
    }

    private static void Add(Sheet sheet, SheetItem item, int run)
    {
        sheet.SetItem(item);
        if (run > 0)
            sheet.Measures = sheet.Measures with { Reruns = run };
    }

    /// <summary>Lets an item run again that was chosen before its source was read.</summary>
    private static Sheet Again(Job job, Sheet sheet, SheetItem item)
    {
        Sheet changed = Changed(job, sheet);
        changed.SetItem(item);
        Reset(changed);
        return changed;
    }

    private static void Keep(Job job, Sheet sheet, SheetItem item)
    {
        // What a finished sheet worked on stays with its result.
        SheetItem kept = sheet.Status == SheetStatus.Completed ? item with { Value = sheet.Item!.Value } : item;
        if (sheet.Item!.Position == kept.Position && sheet.Status is SheetStatus.Completed or SheetStatus.Skipped)
            return;

        Sheet changed = Changed(job, sheet);
        changed.SetItem(kept);
        if (sheet.Item.Position is null && sheet.Status == SheetStatus.Skipped)
            Reset(changed);
    }

    private static void Leave(Job job, Sheet sheet)
    {
        Sheet left = Changed(job, sheet);
        left.SetItem(sheet.Item! with { Position = null });
        if (sheet.IsFinished || sheet.Status == SheetStatus.Failed)
            return;

        if (sheet.Status == SheetStatus.InProgress)
            left.AttemptCount = Math.Max(0, sheet.AttemptCount - 1);
        left.Status = SheetStatus.Skipped;
        left.ErrorMessage = GoneMessage;
    }

    /// <summary>Makes a sheet that has ended Pending. What it has cost and the number of its attempts are kept.</summary>
    internal static void Reset(Sheet sheet)
    {
        sheet.Status = SheetStatus.Pending;
        (sheet.ErrorMessage, sheet.ErrorCategory, sheet.ExecutionMode, sheet.ExitCode) = (null, null, null, null);
        (sheet.ValidationPassed, sheet.OutcomeCategory, sheet.CompletedAt) = (null, null, null);
        SheetMeasures measures = sheet.Measures.Again();
        if (measures != sheet.Measures)
            sheet.Measures = measures;
    }

    /// <summary>Replaces a sheet of the job by a copy that can be changed.</summary>
    internal static Sheet Changed(Job job, Sheet sheet)
    {
        Sheet copy = sheet.Copy();
        job.Sheets.Put(copy);
        return copy;
    }
}
