using Marianne.Scores;

namespace Marianne.Running;

/// <summary>What a run would do.</summary>
public sealed record JobPlan
{
    /// <summary>The name of the job.</summary>
    public required string Name { get; init; }

    /// <summary>The job that would be resumed; nothing when one would be made.</summary>
    public string? JobId { get; init; }

    /// <summary>The folder in which the sheets work.</summary>
    public required string Workspace { get; init; }

    /// <summary>The sheets in the order in which they would be started, one at a time.</summary>
    public required IReadOnlyList<PlannedSheet> Sheets { get; init; }

    /// <summary>How many sheets may run at once.</summary>
    public int MaxConcurrent { get; init; } = 1;

    /// <summary>What one sheet may cost, in US dollars; nothing when there is no limit.</summary>
    public decimal? MaxCostPerSheet { get; init; }

    /// <summary>What the job may cost, in US dollars; nothing when there is no limit.</summary>
    public decimal? MaxCostPerJob { get; init; }

    /// <summary>What the job has cost so far, in US dollars.</summary>
    public decimal CostSoFar { get; init; }

    /// <summary>How often a sheet that failed would be tried again.</summary>
    public int MaxRetries { get; init; }

    /// <summary>The score that would be played, with full paths.</summary>
    public required Score Score { get; init; }

    /// <summary>How many sheets would be played.</summary>
    public int SheetsToPlay => Sheets.Count(sheet => sheet.Action != PlannedAction.Done);

    /// <summary>
    /// How long the run is expected to take: at each group as long as its sheets take, shared by those that run at once.
    /// Nothing when nothing is known of any sheet.
    /// </summary>
    public TimeSpan? ExpectedDuration
    {
        get
        {
            PlannedSheet[] known =
                [.. Sheets.Where(sheet => sheet is { Action: not PlannedAction.Done, ExpectedDuration: not null })];
            return known.Length == 0
                ? null
                : known.GroupBy(sheet => sheet.Group)
                    .Aggregate(TimeSpan.Zero, (total, group) => total + DurationOf([.. group.Select(sheet => sheet.ExpectedDuration!.Value)]));
        }
    }

    /// <summary>What the run is expected to cost, in US dollars; nothing when no sheet ever cost anything.</summary>
    public decimal? ExpectedCost => Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .Aggregate((decimal?)null, (total, sheet) => sheet.ExpectedCost is { } cost ? (total ?? 0) + cost : total);

    private TimeSpan DurationOf(TimeSpan[] sheets)
    {
        TimeSpan shared = sheets.Aggregate(TimeSpan.Zero, (total, sheet) => total + sheet) / MaxConcurrent;
        return shared > sheets.Max() ? shared : sheets.Max();
    }
}
