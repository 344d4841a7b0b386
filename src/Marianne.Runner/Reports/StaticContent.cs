using System.Globalization;
using System.Text;
using Marianne.Durations;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>
/// What the page shows without scripts and on paper: the summary, the failures and the first sheets, as HTML in which every text is
/// encoded.
/// </summary>
internal static class StaticContent
{
    private const int MostRows = 200;

    /// <summary>The most items of a sheet that have rows of their own, as in the page.</summary>
    private const int FewItems = 20;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Returns the HTML of a report. The rows of all jobs together are limited.</summary>
    /// <param name="report">The report.</param>
    public static string Of(Report report)
    {
        var html = new StringBuilder();
        int left = MostRows;
        foreach (JobReport job in report.Jobs)
        {
            html.Append(Invariant, $"<h1>{ReportPage.Encode(job.Name)}: {job.Status}</h1>\n");
            html.Append(Invariant, $"<p>{ReportPage.Encode(MarkdownReport.SummaryOf(job))}</p>\n");
            if (job.Error is { } error)
                html.Append(Invariant, $"<p>{ReportPage.Encode(error)}</p>\n");
            if (MissingAbilityText.Of(job.MissingAbilities) is { } missing)
                html.Append(Invariant, $"<p>{ReportPage.Encode(missing)}</p>\n");
            foreach (NextStep step in job.NextSteps.Take(2))
            {
                if (step.Note is { } note)
                    html.Append(Invariant, $"<p>{ReportPage.Encode(note)}</p>\n");
                html.Append(Invariant, $"<p>{ReportPage.Encode(step.Purpose)}</p>\n<pre>{ReportPage.Encode(step.Command)}</pre>\n");
            }

            SheetReport[] failed = [.. ReportedWork.In(job).Where(sheet => sheet.Status == SheetStatus.Failed)];
            left -= AppendTable(html, $"Failed {ReportedWork.NounOf(job)}", failed, Math.Min(left, MostRows / 2));
            left -= AppendItems(html, job.Parents, left);
            HashSet<int> folded = [.. job.Parents.Where(parent => parent.Items > FewItems).Select(parent => parent.Number)];
            SheetReport[] shown = [.. job.Sheets.Where(sheet => sheet.Parent is not { } parent || !folded.Contains(parent) || IsOpen(sheet))];
            left -= AppendTable(html, folded.Count == 0 ? "Sheets" : "Sheets, without most items", shown, left);
            if (left <= 0)
                break;
        }

        return html.Length == 0 ? "<h1>No jobs</h1>" : html.ToString();
    }

    /// <summary>Appends a table, and returns the number of its rows.</summary>
    private static int AppendTable(StringBuilder html, string title, SheetReport[] sheets, int most)
    {
        int rows = Math.Min(sheets.Length, Math.Max(0, most));
        if (rows == 0)
            return 0;

        html.Append(Invariant, $"<h2>{title}{(rows < sheets.Length ? $": {rows} of {sheets.Length}" : "")}</h2>\n<table>\n<tr>");
        foreach (string head in (string[])["Sheet", "Name", "Status", "Attempts", "Worked", "Waited", "Cost", "Error"])
            html.Append(Invariant, $"<th scope=\"col\">{head}</th>");
        html.Append("</tr>\n");
        foreach (SheetReport sheet in sheets.Take(rows))
        {
            string cost = CostOf(sheet.CostSource, sheet.Cost);
            html.Append(Invariant, $"<tr><td>{sheet.Number}</td><td>{ReportPage.Encode(Shorten(sheet.Title))}</td><td>{sheet.Status}</td>");
            html.Append(Invariant, $"<td>{sheet.Attempts.Count}</td><td>{Show(sheet.WorkedSeconds)}</td><td>{Show(sheet.WaitedSeconds)}</td>");
            html.Append(Invariant, $"<td>{cost}</td><td>{ReportPage.Encode(Shorten(sheet.Error))}</td></tr>\n");
        }

        html.Append("</table>\n");
        return rows;
    }

    /// <summary>Appends a row for each parent of items, and returns the number of rows.</summary>
    private static int AppendItems(StringBuilder html, IReadOnlyList<ParentReport> parents, int most)
    {
        int rows = Math.Min(parents.Count, Math.Max(0, most));
        if (rows == 0)
            return 0;

        html.Append(Invariant, $"<h2>Items{(rows < parents.Count ? $": {rows} of {parents.Count} sheets" : "")}</h2>\n<table>\n<tr>");
        foreach (string head in (string[])["Sheet", "Name", "Items", "How they ended", "Worked, added up", "Waited, added up", "Cost"])
            html.Append(Invariant, $"<th scope=\"col\">{head}</th>");
        html.Append("</tr>\n");
        foreach (ParentReport parent in parents.Take(rows))
        {
            string number = parent.Number == 0 ? "" : parent.Number.ToString(Invariant);
            string title = ReportPage.Encode(Shorten(parent.Title));
            html.Append(Invariant, $"<tr><td>{number}</td><td>{title}</td><td>{parent.Items}</td>");
            html.Append(Invariant, $"<td>{MarkdownItems.CountsOf(parent)}</td><td>{Show(parent.WorkedSeconds)}</td>");
            html.Append(Invariant, $"<td>{Show(parent.WaitedSeconds)}</td><td>{CostOf(parent.CostSource, parent.Cost)}</td></tr>\n");
        }

        html.Append("</table>\n");
        return rows;
    }

    /// <summary>Indicates whether a sheet runs or waits. Those that failed have a table of their own.</summary>
    private static bool IsOpen(SheetReport sheet) => sheet.Status
        is not (SheetStatus.Completed or SheetStatus.Skipped or SheetStatus.Cancelled or SheetStatus.Pending or SheetStatus.Failed);

    private static string CostOf(CostSource? source, decimal cost) => source is null ? "" : cost.ToString("$0.00", Invariant);

    private static string Shorten(string? text) => Text.TextTruncation.Shorten(text ?? "", 300);

    private static string Show(double seconds) => DurationFormatter.Invariant(TimeSpan.FromSeconds(seconds));
}
