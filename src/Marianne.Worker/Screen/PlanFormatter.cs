using Marianne.Durations;
using Marianne.Running;

namespace Marianne.Worker;

/// <summary>A plan as text.</summary>
internal static class PlanFormatter
{
    /// <summary>Writes a plan: what the run would be, then its sheets in the order in which they would be started.</summary>
    public static void Write(JobPlan plan, TextWriter output)
    {
        output.WriteLine($"Would play '{TerminalText.Of(plan.Name)}': "
            + (plan.JobId is null ? "a new job." : $"it goes on with the job {plan.JobId}.") + " Nothing was done.");
        output.WriteLine();
        foreach ((string name, string? value) in Facts(plan))
        {
            if (value is not null)
                output.WriteLine($"  {name,-10}{value}");
        }

        output.WriteLine();
        foreach (string line in Table(plan.Sheets))
            output.WriteLine(line);
    }

    private static IEnumerable<(string Name, string? Value)> Facts(JobPlan plan) =>
    [
        ("Workspace", TerminalText.Of(plan.Workspace)),
        ("Sheets", $"{plan.SheetsToPlay} of {plan.Sheets.Count} to play"),
        ("At once", $"{plan.MaxConcurrent}"),
        ("Retries", $"{plan.MaxRetries} a sheet"),
        ("Limits", Limits(plan)),
        ("Expected", Expected(plan.ExpectedDuration, plan.ExpectedCost)),
    ];

    private static string? Limits(JobPlan plan)
    {
        string?[] limits =
        [
            plan.MaxCostPerSheet is { } sheet ? $"{Dollars.Of(sheet)} a sheet" : null,
            plan.MaxCostPerJob is { } job ? $"{Dollars.Of(job)} the job, {Dollars.Of(plan.CostSoFar)} of it spent" : null,
        ];
        return limits.All(limit => limit is null) ? null : string.Join("; ", limits.OfType<string>());
    }

    private static string? Expected(TimeSpan? duration, decimal? cost)
    {
        string?[] parts = [duration is { } time ? DurationFormatter.Of(time) : null, cost is { } dollars ? Dollars.Of(dollars) : null];
        return parts.All(part => part is null) ? null : string.Join(", ", parts.OfType<string>());
    }

    private static IEnumerable<string> Table(IReadOnlyList<PlannedSheet> sheets)
    {
        string[][] rows =
        [
            ["Group", "Sheet", "Name", "Kind", "Needs", "Expected", "Action"],
            .. sheets.Select(sheet => new[]
            {
                $"{sheet.Group}", $"{sheet.Number}", TerminalText.Of(sheet.Name), sheet.Kind, string.Join(", ", sheet.Needs),
                Expected(sheet.ExpectedDuration, sheet.ExpectedCost) ?? "", WordOf(sheet.Action),
            }),
        ];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        return rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column < 2 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string WordOf(PlannedAction action) => action switch
    {
        PlannedAction.Play => "play",
        PlannedAction.MayBeSkipped => "may be skipped",
        _ => "done",
    };
}
