using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>
/// The sheets of a job that are counted. One with items counts as its items, so that an item that failed is not counted twice: with the
/// sheet that failed because of it.
/// </summary>
internal static class ReportedWork
{
    /// <summary>Returns the sheets that are counted.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<SheetReport> In(JobReport job)
    {
        Dictionary<int, ParentReport> parents = job.Parents.ToDictionary(parent => parent.Number);
        return [.. job.Sheets.Where(sheet => !parents.TryGetValue(sheet.Number, out ParentReport? parent) || FailedAlone(sheet, parent))];
    }

    /// <summary>Returns the noun for what is counted, in the plural.</summary>
    /// <param name="job">The job.</param>
    public static string NounOf(JobReport job) => job.Parents.Any(parent => parent.Number > 0) ? "sheets and items" : "sheets";

    /// <summary>Indicates whether a sheet with items failed although none of its items did.</summary>
    private static bool FailedAlone(SheetReport sheet, ParentReport parent) =>
        sheet.Status == SheetStatus.Failed && !parent.ByStatus.ContainsKey(nameof(SheetStatus.Failed));
}
