using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>The <see cref="CountedSheets"/> of a job in a report.</summary>
internal static class ReportedWork
{
    /// <summary>Returns the sheets that are counted.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<SheetReport> In(JobReport job) =>
        [.. CountedSheets.In(job.Sheets, sheet => sheet.Number, sheet => sheet.Parent, sheet => sheet.Status)];

    /// <summary>Returns the noun for what is counted, in the plural.</summary>
    /// <param name="job">The job.</param>
    public static string NounOf(JobReport job) => job.Parents.Any(parent => parent.Number > 0) ? "sheets and items" : "sheets";
}
