namespace Marianne.Jobs;

/// <summary>Drafts jobs that take over sheets of another one, which is not changed.</summary>
public static class JobFork
{
    /// <summary>
    /// Returns a new Pending job with copies of some sheets of another one. Its other sheets are Pending, and have the items that they
    /// have there. What is done for an item whose source is read again counts if the source does not have the item any more, so it is taken
    /// over and marked: see <see cref="JobRerun"/>.
    /// </summary>
    /// <param name="draft">The new job, without its sheets.</param>
    /// <param name="original">The other job with its sheets.</param>
    /// <param name="isKept">Determines whether a sheet is taken over.</param>
    /// <param name="reread">The numbers of the sheets that read the source of their items again.</param>
    public static Job Of(Job draft, Job original, Func<int, bool> isKept, IReadOnlyCollection<int> reread)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(original);
        ArgumentNullException.ThrowIfNull(isKept);
        ArgumentNullException.ThrowIfNull(reread);

        Job fork = draft.Copy();
        fork.ForkedFrom = original.Id;
        int run = 1 + original.Sheets.Known.Select(sheet => sheet.Measures.Reruns).DefaultIfEmpty().Max();
        HashSet<int> parents = [.. original.Sheets.Known.Where(sheet => sheet.Item is not null).Select(sheet => sheet.Item!.Parent)];
        foreach (Sheet sheet in original.Sheets.Known.OrderBy(sheet => sheet.Number))
        {
            bool waitsForSource = sheet.Item is { Position: not null } item && reread.Contains(item.Parent);
            bool isGone = sheet.Item is { Parent: > 0, Position: null };
            bool isDone = isGone || waitsForSource || isKept(sheet.Number);
            if (isDone && JobRerun.HasResult(sheet))
                Take(fork, sheet, waitsForSource && !isKept(sheet.Number) ? run : null);
            else
                Begin(fork, sheet, RunOf(sheet), reread);
        }

        return fork;

        int RunOf(Sheet sheet) =>
            reread.Contains(sheet.Number) ? run : parents.Contains(sheet.Number) ? sheet.Measures.Reruns : 0;
    }

    /// <summary>Takes over a sheet with its result.</summary>
    private static void Take(Job fork, Sheet original, int? run)
    {
        Sheet sheet = original.CopyTo(fork.Id);
        if (original.Item is { } item)
            sheet.SetItem(item);
        if (run is { } marked)
            sheet.Measures = sheet.Measures with { Reruns = marked };
        fork.Sheets.Put(sheet);
        if (sheet.Status == SheetStatus.Completed)
            fork.LastCompletedSheet = sheet.Number; // It only rises.
    }

    /// <summary>Takes over what a sheet works on, without its result.</summary>
    private static void Begin(Job fork, Sheet original, int run, IReadOnlyCollection<int> reread)
    {
        Sheet sheet = fork.Sheets[original.Number - 1];
        if (original.Item is { } item)
            sheet.SetItem(item);
        int? count = reread.Contains(original.Number) ? null : original.Measures.ItemCount;
        if (run > 0 || count is not null)
            sheet.Measures = sheet.Measures with { Reruns = run, ItemCount = count };
    }
}
