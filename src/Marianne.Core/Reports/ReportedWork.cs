using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>The <see cref="CountedSheets"/> of a job in a report.</summary>
internal static class ReportedWork
{
    /// <summary>Returns the sheets that are counted.</summary>
    /// <param name="job">The job.</param>
    public static IReadOnlyList<SheetReport> In(JobReport job) =>
        [.. CountedSheets.In(job.Sheets, sheet => sheet.Number, sheet => sheet.Parent, sheet => sheet.Status)];

    /// <summary>Returns the noun for what is counted.</summary>
    /// <param name="job">The job.</param>
    /// <param name="count">The number. The default is any, as in a title.</param>
    public static string NounOf(JobReport job, int count = 0) =>
        job.Parents.Any(parent => parent.Number > 0) ? "sheets and items" : CountText.Word(count, "sheet");
}
