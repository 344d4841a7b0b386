using System.Globalization;
using System.Text;
using Marianne.Durations;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>
/// Writes a report as Markdown, for a pull request or the summary of a build. It is shorter than 1 MB, the limit of
/// <c>$GITHUB_STEP_SUMMARY</c>, and the same in every culture.
/// </summary>
public static class MarkdownReport
{
    /// <summary>The most bytes of a report.</summary>
    public const int LongestReport = 900_000;

    private const int MostSheets = 10;
    private const int MostFailed = 100;
    private const int MostOutputs = 5;
    private const int LongestOutput = 2_000;

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Returns the Markdown of a report.</summary>
    /// <param name="report">The report.</param>
    public static string Of(Report report)
    {
        ArgumentNullException.ThrowIfNull(report);

        var text = new StringBuilder();
        int size = 0;
        for (int i = 0; i < report.Jobs.Count; i++)
        {
            string section = SectionOf(report.Jobs[i]);
            size += Encoding.UTF8.GetByteCount(section);
            if (size > LongestReport)
            {
                string more = CountText.Of(report.Jobs.Count - i, "more job is", "more jobs are");
                text.Append(Invariant, $"\n{more} not shown, because the report is too long.\n");
                break;
            }

            text.Append(section);
        }

        return text.Length == 0 ? "No jobs.\n" : text.ToString();
    }

    /// <summary>Returns the line that summarizes a job, without its name.</summary>
    /// <param name="job">The job.</param>
    public static string SummaryOf(JobReport job)
    {
        ArgumentNullException.ThrowIfNull(job);

        JobTotals totals = job.Totals;
        IReadOnlyList<SheetReport> work = ReportedWork.In(job);
        string noun = ReportedWork.NounOf(job, work.Count);
        List<string> parts = [string.Create(Invariant, $"{work.Count(IsFinished)} of {work.Count} {noun} finished")];
        if (work.Count(sheet => sheet.Status == SheetStatus.Failed) is > 0 and var failed)
            parts.Add(string.Create(Invariant, $"{failed} failed"));
        parts.Add(string.Create(Invariant, $"{CountText.Of(totals.Attempts, "attempt")}, {totals.FailedAttempts} of them failed"));
        parts.Add($"took {Show(totals.ElapsedSeconds)}: worked {Show(totals.BusySeconds)}{WaitOf(totals)}");
        if (totals.CostSource is not null)
            parts.Add($"cost {Dollars(totals.Cost)} ({SourceOf(totals.CostSource)})");
        return string.Join(" · ", parts);
    }

    private static bool IsFinished(SheetReport sheet) => sheet.Status is SheetStatus.Completed or SheetStatus.Skipped;

    private static string WaitOf(JobTotals totals) => totals.WaitingSeconds > 0 ? $", only waited {Show(totals.WaitingSeconds)}" : "";

    private static string SectionOf(JobReport job)
    {
        var text = new StringBuilder();
        text.Append(Invariant, $"# {MarkdownText.Code(job.Name)}: {StatusOf(job)}\n\n{SummaryOf(job)}\n\n");
        if (job.Error is { } error)
            text.Append(Invariant, $"{MarkdownText.Code(error, 1000)}\n\n");
        if (MissingAbilityText.Of(job.MissingAbilities) is { } missing)
            text.Append(Invariant, $"{missing}\n\n");
        if (job.NextSteps is [var next, ..])
        {
            if (next.Note is { } note)
                text.Append(Invariant, $"{note}\n\n");
            text.Append(Invariant, $"{next.Purpose}\n\n{MarkdownText.Block(next.Command, "powershell")}\n");
        }

        SheetReport[] failed = [.. ReportedWork.In(job).Where(sheet => sheet.Status == SheetStatus.Failed)];
        MarkdownItems.Append(text, job.Parents);
        Append(text, $"Failed {ReportedWork.NounOf(job)}", MarkdownItems.Named(failed, MostFailed), failed.Length, MostFailed);
        SheetReport[] longest = [.. job.Sheets.Where(sheet => sheet.Attempts.Count > 0)
            .OrderByDescending(sheet => sheet.WorkedSeconds + sheet.WaitedSeconds)];
        Append(text, "Sheets that took longest", longest, longest.Length, MostSheets);
        SheetReport[] costliest = [.. job.Sheets.Where(sheet => sheet.Cost > 0).OrderByDescending(sheet => sheet.Cost)];
        Append(text, "Sheets that cost most", costliest, costliest.Length, MostSheets);
        AppendWaits(text, job);
        foreach (SheetReport sheet in failed.Where(sheet => sheet.Attempts.Count > 0).Take(MostOutputs))
            AppendOutput(text, sheet);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string title, IReadOnlyCollection<SheetReport> sheets, int all, int most)
    {
        if (sheets.Count == 0)
            return;

        text.Append(Invariant, $"## {title}\n\n");
        text.Append("| Sheet | Name | Status | Attempts | Worked | Waited | Cost | Error |\n");
        text.Append("| ---: | --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (SheetReport sheet in sheets.Take(most))
        {
            text.Append(Invariant, $"| {sheet.Number} | {MarkdownText.Code(sheet.Title, 60)} | {sheet.Status} ");
            text.Append(Invariant, $"| {sheet.Attempts.Count} | {Show(sheet.WorkedSeconds)} | {Show(sheet.WaitedSeconds)} ");
            text.Append(Invariant, $"| {(sheet.CostSource is null ? "" : Dollars(sheet.Cost))} | {MarkdownText.Code(sheet.Error)} |\n");
        }

        if (all > Math.Min(sheets.Count, most))
            text.Append(Invariant, $"\n{all - Math.Min(sheets.Count, most)} more are not shown.\n");
        text.Append('\n');
    }

    private static void AppendWaits(StringBuilder text, JobReport job)
    {
        if (job.Incidents.Count == 0)
            return;

        text.Append("## Waits\n\n| Error | Incidents | Failed attempts | Waited | Longest wait that was enough |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: |\n");
        foreach (IGrouping<string, IncidentReport> code in job.Incidents.GroupBy(incident => incident.ErrorCode)
            .OrderByDescending(code => code.Sum(incident => incident.WaitedSeconds)).ThenBy(code => code.Key, StringComparer.Ordinal))
        {
            double? enough = code.Max(incident => incident.EnoughSeconds);
            text.Append(Invariant, $"| {MarkdownText.Code(code.Key)} | {code.Count()} | {code.Sum(incident => incident.FailedTries)} ");
            text.Append(Invariant, $"| {Show(code.Sum(incident => incident.WaitedSeconds))} | {(enough is { } s ? Show(s) : "")} |\n");
        }

        text.Append('\n');
    }

    private static void AppendOutput(StringBuilder text, SheetReport sheet)
    {
        if (sheet.Attempts is not [.., { Output: { Length: > 0 } output }])
            return;

        string end = output.Length > LongestOutput ? output[^LongestOutput..] : output;
        text.Append(Invariant, $"<details><summary>Output of sheet {sheet.Number}</summary>\n\n");
        text.Append(Invariant, $"{MarkdownText.Block(end)}\n</details>\n\n");
    }

    private static string StatusOf(JobReport job) => job.IsZombie ? "Running (its runner process is dead)" : job.Status.ToString();

    private static string SourceOf(CostSource? source) => source switch
    {
        CostSource.Measured => "measured",
        CostSource.Priced => "from tokens and prices",
        _ => "estimated",
    };

    internal static string Show(double seconds) => DurationFormatter.Invariant(TimeSpan.FromSeconds(seconds));

    internal static string Dollars(decimal cost) => MoneyText.Dollars(cost, Invariant);
}
