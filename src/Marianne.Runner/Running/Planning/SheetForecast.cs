using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>The expected durations and costs of sheets, according to earlier jobs with the same name.</summary>
internal sealed class SheetForecast
{
    /// <summary>Older jobs say little about the next one.</summary>
    private const int MostJobs = 20;

    private readonly ILookup<int, Sheet> _completed;

    private SheetForecast(IEnumerable<Sheet> completed) => _completed = completed.ToLookup(sheet => sheet.Number);

    /// <summary>Reads the newest jobs with a name.</summary>
    /// <param name="jobs">The job store.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static async ValueTask<SheetForecast> ReadAsync(IJobReader jobs, string name, CancellationToken cancellationToken)
    {
        var query = new JobQuery { NamePrefix = name, Name = other => other == name, First = MostJobs };
        List<Sheet> completed = [];
        await foreach (Job job in jobs.ListAsync(query, cancellationToken).ConfigureAwait(false))
            completed.AddRange(job.Sheets.Where(sheet => sheet.Status == SheetStatus.Completed));
        return new SheetForecast(completed);
    }

    /// <summary>Returns the average duration of a sheet, or <c>null</c> if it has never run.</summary>
    /// <param name="number">The sheet's number.</param>
    public TimeSpan? DurationOf(int number)
    {
        double[] seconds = [.. _completed[number].Select(sheet => sheet.ExecutionDuration?.TotalSeconds).OfType<double>()];
        return seconds.Length == 0 ? null : TimeSpan.FromSeconds(seconds.Average());
    }

    /// <summary>Returns the average cost of a sheet in US dollars, or <c>null</c> if it has never cost anything.</summary>
    /// <param name="number">The sheet's number.</param>
    public decimal? CostOf(int number)
    {
        decimal[] costs = [.. _completed[number].Select(sheet => sheet.Measures.Cost)];
        return costs.All(cost => cost == 0) ? null : costs.Average();
    }

    /// <summary>Returns the average costs of the sheets that have ever cost anything, by number.</summary>
    public IReadOnlyDictionary<int, decimal> Costs() => _completed
        .Where(sheets => CostOf(sheets.Key) is not null)
        .ToDictionary(sheets => sheets.Key, sheets => CostOf(sheets.Key)!.Value);

    /// <summary>Returns the least reliable source of the costs of a sheet, or <c>null</c> if it has never cost anything.</summary>
    /// <param name="number">The sheet's number.</param>
    public CostSource? SourceOf(int number) =>
        CostOf(number) is null ? null : _completed[number].Max(sheet => sheet.Measures.CostSource);
}
