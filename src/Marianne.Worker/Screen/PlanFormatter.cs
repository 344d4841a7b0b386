using System.Globalization;
using Marianne.Durations;
using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Formats a plan as text.</summary>
internal static class PlanFormatter
{
    /// <summary>Writes a plan: the properties of the run, then its sheets in the order in which they would be started.</summary>
    public static void Write(JobPlan plan, TextWriter output)
    {
        string job = plan.JobId is null ? "a new job" : $"the existing job '{TerminalText.Name(plan.JobId)}'";
        output.WriteLine($"Would run '{TerminalText.Name(plan.Name)}' in {job}. Nothing was changed.");
        output.WriteLine();
        foreach ((string name, string? value) in Facts(plan))
        {
            if (value is not null)
                output.WriteLine($"  {name,-11}{value}");
        }

        output.WriteLine();
        foreach (string line in Table(plan.Sheets))
            output.WriteLine(line);
    }

    private static IEnumerable<(string Name, string? Value)> Facts(JobPlan plan) =>
    [
        ("Workspace", TerminalText.Name(plan.Workspace)),
        ("Parameters", Parameters(plan)),
        ("Sheets", $"{plan.SheetsToPlay} of {plan.Sheets.Count} to run"),
        ("Parallel", $"{plan.MaxConcurrent}"),
        ("Retries", $"{plan.MaxRetries} per sheet"),
        ("Limits", Limits(plan)),
        ("Kept", plan.Retention),
        ("Expected", Expected(plan.ExpectedDuration, plan.ExpectedCost)),
    ];

    private static string? Parameters(JobPlan plan) => plan.Parameters.Count == 0
        ? null
        : TerminalText.Name(string.Join(", ", plan.Parameters.Select(entry => $"{entry.Key}={ValueOf(entry.Value)}")));

    private static string? ValueOf(object? value) => value is IEnumerable<string> items
        ? string.Join(',', items)
        : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static string? Limits(JobPlan plan)
    {
        string?[] limits =
        [
            plan.MaxCostPerSheet is { } sheet ? $"{Dollars.Of(sheet)} per sheet" : null,
            plan.MaxCostPerJob is { } job ? $"{Dollars.Of(job)} for the job ({Dollars.Of(plan.CostSoFar)} spent)" : null,
        ];
        return limits.All(limit => limit is null) ? null : string.Join("; ", limits.OfType<string>());
    }

    private static string? Expected(TimeSpan? duration, decimal? cost)
    {
        string?[] parts =
            [duration is { } time ? DurationFormatter.Of(time) : null, cost is { } dollars ? Dollars.Of(dollars) : null];
        return parts.All(part => part is null) ? null : string.Join(", ", parts.OfType<string>());
    }

    private static IEnumerable<string> Table(IReadOnlyList<PlannedSheet> sheets)
    {
        string[][] rows =
        [
            ["Group", "Sheet", "Name", "Kind", "Needs", "Expected", "Action", "Reason"],
            .. sheets.Select(sheet => new[]
            {
                $"{sheet.Group}", $"{sheet.Number}", NameOf(sheet), sheet.Kind, PlannedSheetText.OfNumbers(sheet.Needs),
                Expected(sheet.ExpectedDuration, sheet.ExpectedCost) ?? "",
                PlannedSheetText.OfAction(sheet.Action, sheet.NeedsApproval), TerminalText.Name(sheet.Reason ?? ""),
            }),
        ];
        if (sheets.All(sheet => sheet.Reason is null)) // A new job needs no reasons.
            rows = [.. rows.Select(row => row[..^1])];

        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column < 2 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string NameOf(PlannedSheet sheet) => TerminalText.Name(PlannedSheetText.OfName(sheet.Name, sheet.ItemText));
}
