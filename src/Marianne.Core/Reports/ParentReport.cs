using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>The items of a sheet, or of the whole job, in a report.</summary>
public sealed record ParentReport
{
    /// <summary>The number of the sheet that the items belong to; 0 if they belong to the job itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int Number { get; init; }

    /// <summary>The name of that sheet, or of the job.</summary>
    public string? Title { get; init; }

    /// <summary>The number of items.</summary>
    public int Items { get; init; }

    /// <summary>The number of items in each status, only of statuses that occur.</summary>
    public IReadOnlyDictionary<string, int> ByStatus { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The sum of the durations of all attempts of the items.</summary>
    public double WorkedSeconds { get; init; }

    /// <summary>The sum of the waits of the items.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>The cost of the items in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>Where the cost comes from: the least reliable source of all items; <c>null</c> if there is no cost.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>Returns the parents of items, in the order of their first items.</summary>
    /// <param name="sheets">The sheets of a job.</param>
    internal static IReadOnlyList<ParentReport> Of(IEnumerable<SheetReport> sheets) =>
        [.. sheets.Where(sheet => sheet.Parent is not null).GroupBy(sheet => sheet.Parent!.Value).Select(Of)];

    private static ParentReport Of(IGrouping<int, SheetReport> items) => new()
    {
        Number = items.Key,
        Title = items.First().Group,
        Items = items.Count(),
        ByStatus = JobTotals.CountByStatus(items),
        WorkedSeconds = ReportTime.Round(items.Sum(item => item.WorkedSeconds)),
        WaitedSeconds = ReportTime.Round(items.Sum(item => item.WaitedSeconds)),
        Cost = items.Sum(item => item.Cost),
        CostSource = items.Max(item => item.CostSource),
    };
}
