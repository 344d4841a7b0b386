using Marianne.Jobs;

namespace Marianne.Reports;

/// <summary>The sums of the sheets of a job.</summary>
public sealed record JobTotals
{
    /// <summary>The number of sheets.</summary>
    public int Sheets { get; init; }

    /// <summary>The number of sheets in each status, only of statuses that occur.</summary>
    public IReadOnlyDictionary<string, int> ByStatus { get; init; } = new SortedDictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The number of attempts.</summary>
    public int Attempts { get; init; }

    /// <summary>The number of attempts that failed.</summary>
    public int FailedAttempts { get; init; }

    /// <summary>The seconds from the first attempt to the end of the job, or to its last save.</summary>
    public double ElapsedSeconds { get; init; }

    /// <summary>The part of <see cref="ElapsedSeconds"/> in which at least one attempt ran.</summary>
    public double BusySeconds { get; init; }

    /// <summary>The part of <see cref="ElapsedSeconds"/> in which no attempt ran and at least one sheet waited.</summary>
    public double WaitingSeconds { get; init; }

    /// <summary>The sum of the durations of all attempts.</summary>
    public double WorkedSeconds { get; init; }

    /// <summary>The sum of the waits of all sheets.</summary>
    public double WaitedSeconds { get; init; }

    /// <summary>The cost in US dollars.</summary>
    public decimal Cost { get; init; }

    /// <summary>Where the cost comes from: the least reliable source of all sheets; <c>null</c> if there is no cost.</summary>
    public CostSource? CostSource { get; init; }

    /// <summary>The number of input tokens, including those of a cache.</summary>
    public long InputTokens { get; init; }

    /// <summary>The number of output tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Counts sheets by status.</summary>
    /// <param name="sheets">The sheets.</param>
    internal static SortedDictionary<string, int> CountByStatus(IEnumerable<SheetReport> sheets)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (SheetReport sheet in sheets)
            counts[sheet.Status.ToString()] = counts.GetValueOrDefault(sheet.Status.ToString()) + 1;
        return counts;
    }
}
