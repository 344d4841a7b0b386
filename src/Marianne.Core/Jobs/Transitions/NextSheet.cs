namespace Marianne.Jobs;

/// <summary>Determines which sheet of a job runs next.</summary>
public static class NextSheet
{
    private static readonly Dictionary<int, IReadOnlyCollection<int>> None = [];

    /// <summary>
    /// Returns the number of the next sheet: the current one if it is still in progress, as after a crash; otherwise the first
    /// one that is neither Completed nor Skipped and whose dependencies all are. Returns <c>null</c> if the job is Completed or
    /// Cancelled, or if no sheet can run.
    /// </summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="dependencies">
    /// The numbers of the sheets that a sheet depends on, by its number. A sheet that is missing depends on none. The default
    /// is <c>null</c>: no sheet depends on another.
    /// </param>
    public static int? Of(Job job, IReadOnlyDictionary<int, IReadOnlyCollection<int>>? dependencies = null)
    {
        ArgumentNullException.ThrowIfNull(job);

        if (job.IsFinished)
            return null;

        if (job.CurrentSheet is { } current && job.Sheets.Find(current) is { Status: SheetStatus.InProgress })
            return current;

        dependencies ??= None;
        foreach (int number in job.Sheets.NumbersInOrder())
        {
            if (!IsFinished(number) && dependencies.GetValueOrDefault(number, []).All(IsFinished))
                return number;
        }

        return null;

        bool IsFinished(int number) => job.Sheets.Find(number) is { IsFinished: true };
    }
}
