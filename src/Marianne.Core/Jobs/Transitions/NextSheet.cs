namespace Marianne.Jobs;

/// <summary>Which sheet of a job comes next.</summary>
public static class NextSheet
{
    private static readonly Dictionary<int, IReadOnlyCollection<int>> None = [];

    /// <summary>
    /// The number of the next sheet: the current one when it is still in progress, as after a crash; else the lowest
    /// one that is neither Completed nor Skipped and whose dependencies all are. Nothing when the job is Completed or
    /// Cancelled, or when no sheet can run.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="dependencies">By number, the sheets that a sheet needs; a sheet not named needs nothing.</param>
    public static int? Of(Job job, IReadOnlyDictionary<int, IReadOnlyCollection<int>>? dependencies = null)
    {
        ArgumentNullException.ThrowIfNull(job);

        if (job.IsFinished)
            return null;

        if (job.CurrentSheet is { } current && job.Sheets.Find(current) is { Status: SheetStatus.InProgress })
            return current;

        dependencies ??= None;
        for (int number = 1; number <= job.TotalSheets; number++)
        {
            if (!IsFinished(number) && dependencies.GetValueOrDefault(number, []).All(IsFinished))
                return number;
        }

        return null;

        bool IsFinished(int number) => job.Sheets.Find(number) is { IsFinished: true };
    }
}
