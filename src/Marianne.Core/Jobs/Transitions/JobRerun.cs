namespace Marianne.Jobs;

/// <summary>Resets sheets of a job, so that they run again in the same job.</summary>
internal static class JobRerun
{
    /// <summary>
    /// Makes sheets Pending, and a part of a new run. What they have cost and the number of their attempts are kept, and recorded attempts
    /// stay as they are.
    /// </summary>
    /// <param name="job">The job with all its sheets; it is changed. Its sheets are copied before they are changed.</param>
    /// <param name="numbers">The numbers of the sheets.</param>
    /// <param name="reread">The numbers of those that read the source of their items again.</param>
    public static void Reset(Job job, IReadOnlyCollection<int> numbers, IReadOnlyCollection<int>? reread = null)
    {
        if (numbers.Count == 0)
            return;

        int run = 1 + job.Sheets.Known.Select(sheet => sheet.Measures.Reruns).DefaultIfEmpty().Max();
        foreach (int number in numbers)
            Reset(ItemTransitions.Changed(job, job.Sheets[number - 1]), run, reread?.Contains(number) == true);
    }

    private static void Reset(Sheet sheet, int run, bool rereads)
    {
        if (sheet.IsFinished || sheet.Status is SheetStatus.Failed or SheetStatus.Cancelled)
            ItemTransitions.Reset(sheet); // Others wait, or a dead run has left them, which the next run looks at.
        sheet.Measures = sheet.Measures with { Reruns = run, ItemCount = rereads ? null : sheet.Measures.ItemCount };
    }
}
