namespace Marianne.Jobs;

/// <summary>Resets sheets of a job, so that they run again in the same job.</summary>
internal static class JobRerun
{
    /// <summary>
    /// Makes sheets Pending, and a part of a new run. What they have cost and the number of their attempts are kept, and recorded attempts
    /// stay as they are. Items whose source is read again are only marked, and are made Pending if the source still has them: see
    /// <see cref="ItemTransitions.Expand"/>. Those that it does not have any more stay as they are.
    /// </summary>
    /// <param name="job">The job with all its sheets; it is changed. Its sheets are copied before they are changed.</param>
    /// <param name="numbers">The numbers of the sheets.</param>
    /// <param name="reread">The numbers of those that read the source of their items again.</param>
    public static void Reset(Job job, IReadOnlyCollection<int> numbers, IReadOnlyCollection<int>? reread = null)
    {
        if (numbers.Count == 0)
            return;

        int run = 1 + job.Sheets.Known.Select(sheet => sheet.Measures.Reruns).DefaultIfEmpty().Max();
        foreach (Sheet sheet in numbers.Select(number => job.Sheets[number - 1]))
        {
            if (sheet.Item is { Parent: > 0, Position: null })
                continue;

            bool waitsForSource = sheet.Item is { } item && reread?.Contains(item.Parent) == true;
            Reset(ItemTransitions.Changed(job, sheet), run, waitsForSource, reread?.Contains(sheet.Number) == true);
        }
    }

    private static void Reset(Sheet sheet, int run, bool waitsForSource, bool rereads)
    {
        if (!waitsForSource && HasResult(sheet))
            ItemTransitions.Reset(sheet); // Others wait, or a dead run has left them, which the next run looks at.
        sheet.Measures = sheet.Measures with { Reruns = run, ItemCount = rereads ? null : sheet.Measures.ItemCount };
    }

    /// <summary>Determines whether a sheet has ended.</summary>
    internal static bool HasResult(Sheet sheet) => sheet.IsFinished || sheet.Status is SheetStatus.Failed or SheetStatus.Cancelled;
}
