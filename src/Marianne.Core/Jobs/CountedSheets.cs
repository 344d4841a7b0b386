namespace Marianne.Jobs;

/// <summary>
/// The sheets of a job that are counted. One with items counts as its items, so that an item that failed is not counted twice, with the
/// sheet that failed because of it.
/// </summary>
internal static class CountedSheets
{
    /// <summary>Returns the sheets that are counted, of those that are in the store or were accessed.</summary>
    /// <param name="job">The job with its sheets.</param>
    public static IEnumerable<Sheet> In(Job job) =>
        In(job.Sheets.Known, sheet => sheet.Number, sheet => sheet.Item?.Parent, sheet => sheet.Status);

    /// <summary>Returns the sheets that are counted.</summary>
    /// <typeparam name="T">The type of the sheets.</typeparam>
    /// <param name="sheets">All sheets of a job.</param>
    /// <param name="number">Returns the number of a sheet.</param>
    /// <param name="parent">Returns the number of the sheet that one is an item of; <c>null</c> if it is none.</param>
    /// <param name="status">Returns the status of a sheet.</param>
    public static IEnumerable<T> In<T>(IEnumerable<T> sheets, Func<T, int> number, Func<T, int?> parent, Func<T, SheetStatus> status)
    {
        Dictionary<int, bool> hasFailedItem = [];
        foreach (T sheet in sheets)
        {
            if (parent(sheet) is { } of)
                hasFailedItem[of] = hasFailedItem.GetValueOrDefault(of) || status(sheet) == SheetStatus.Failed;
        }

        return sheets.Where(sheet => !hasFailedItem.TryGetValue(number(sheet), out bool hasFailed) || FailedAlone(sheet, hasFailed));

        bool FailedAlone(T sheet, bool hasFailed) => !hasFailed && status(sheet) == SheetStatus.Failed;
    }
}
