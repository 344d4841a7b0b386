using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>The plan of a run. Nothing was run or saved to create it.</summary>
public sealed record JobPlan
{
    /// <summary>The name of the job.</summary>
    public required string Name { get; init; }

    /// <summary>The id of the job to resume, or <c>null</c> if a new job would be created.</summary>
    public string? JobId { get; init; }

    /// <summary>The id of the job that the new job would be forked from, or <c>null</c> if it would not be a fork.</summary>
    public string? ForkedFrom { get; init; }

    /// <summary>The folder in which the sheets work.</summary>
    public required string Workspace { get; init; }

    /// <summary>The sheets in the order in which they would start if they ran one at a time.</summary>
    public required IReadOnlyList<PlannedSheet> Sheets { get; init; }

    /// <summary>The number of sheets that may run at the same time.</summary>
    public int MaxConcurrent { get; init; } = 1;

    /// <summary>The cost limit of a sheet in US dollars, or <c>null</c> if there is none.</summary>
    public decimal? MaxCostPerSheet { get; init; }

    /// <summary>The cost limit of the job in US dollars, or <c>null</c> if there is none.</summary>
    public decimal? MaxCostPerJob { get; init; }

    /// <summary>The cost of the job so far in US dollars.</summary>
    public decimal CostSoFar { get; init; }

    /// <summary>The number of times that a failed sheet would be retried.</summary>
    public int MaxRetries { get; init; }

    /// <summary>How long the score keeps its jobs after they have ended, in words; <c>null</c> if it says nothing about that.</summary>
    public string? Retention => Score.Retention.ToText() is { Length: > 0 } text ? text : null;

    /// <summary>
    /// The values of the parameters by name. A secret is shown as <c>***</c>, or is <c>null</c> if it is not specified.
    /// </summary>
    public IReadOnlyDictionary<string, object?> Parameters { get; init; } = ReadOnlyMap<string, object?>.Empty;

    /// <summary>The score that would be run, with full paths.</summary>
    public required Score Score { get; init; }

    /// <summary>The number of sheets to run.</summary>
    public int SheetsToPlay => Sheets.Count(sheet => sheet.Action != PlannedAction.Done);

    /// <summary>
    /// The expected duration of the run, or <c>null</c> if no sheet has ever run. Groups run one after the other; a group
    /// takes as long as its sheets, divided by those that run at the same time.
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
                    .Aggregate(
                        TimeSpan.Zero,
                        (total, group) => total + DurationOf([.. group.Select(sheet => sheet.ExpectedDuration!.Value)]));
        }
    }

    /// <summary>The expected cost of the run in US dollars, or <c>null</c> if no sheet has ever cost anything.</summary>
    public decimal? ExpectedCost => Sheets
        .Where(sheet => sheet.Action != PlannedAction.Done)
        .Aggregate((decimal?)null, (total, sheet) => sheet.ExpectedCost is { } cost ? (total ?? 0) + cost : total);

    /// <summary>Where the expected cost and the cost so far come from: the least reliable source, or <c>null</c> if there is none.</summary>
    public CostSource? CostSource => Sheets.Select(sheet => sheet.CostSource).Append(SourceSoFar).Max();

    /// <summary>Where the cost so far comes from.</summary>
    internal CostSource? SourceSoFar { get; init; }

    /// <summary>The expected costs in US dollars of the sheets that have cost something before, by number.</summary>
    internal IReadOnlyDictionary<int, decimal> ExpectedCosts => Sheets
        .Where(sheet => sheet.ExpectedCost is not null)
        .ToDictionary(sheet => sheet.Number, sheet => sheet.ExpectedCost!.Value);

    /// <summary>
    /// The job that <see cref="JobRunner"/> runs; <c>null</c> if <see cref="JobPlanner"/> did not create the plan.
    /// </summary>
    internal PreparedJob? Prepared { get; init; }

    private TimeSpan DurationOf(TimeSpan[] sheets)
    {
        TimeSpan shared = sheets.Aggregate(TimeSpan.Zero, (total, sheet) => total + sheet) / MaxConcurrent;
        return shared > sheets.Max() ? shared : sheets.Max();
    }
}
