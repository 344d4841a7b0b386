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
    public static void Reset(Job job, IReadOnlyCollection<int> numbers)
    {
        if (numbers.Count == 0)
            return;

        int run = 1 + job.Sheets.Known.Select(sheet => sheet.Measures.Reruns).DefaultIfEmpty().Max();
        foreach (int number in numbers)
        {
            Sheet sheet = job.Sheets[number - 1].Copy();
            job.Sheets.Put(sheet);
            Reset(sheet, run);
        }
    }

    private static void Reset(Sheet sheet, int run)
    {
        bool hasEnded = sheet.IsFinished || sheet.Status is SheetStatus.Failed or SheetStatus.Cancelled;
        sheet.Measures = (hasEnded ? sheet.Measures.Again() : sheet.Measures) with { Reruns = run };
        if (!hasEnded)
            return; // It waits, or a dead run has left it, which the next run looks at.

        sheet.Status = SheetStatus.Pending;
        (sheet.ErrorMessage, sheet.ErrorCategory, sheet.ExecutionMode, sheet.ExitCode) = (null, null, null, null);
        (sheet.ValidationPassed, sheet.OutcomeCategory, sheet.CompletedAt) = (null, null, null);
    }
}
