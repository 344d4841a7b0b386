using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>What earlier jobs of a name say of the sheets of the next.</summary>
internal sealed class SheetForecast
{
    /// <summary>Older ones say little of today.</summary>
    private const int MostJobs = 20;

    private readonly ILookup<int, Sheet> _completed;

    private SheetForecast(IEnumerable<Sheet> completed) => _completed = completed.ToLookup(sheet => sheet.Number);

    /// <summary>Reads the newest jobs of a name.</summary>
    public static async ValueTask<SheetForecast> ReadAsync(IJobRepository jobs, string name, CancellationToken cancellationToken)
    {
        var query = new JobQuery { NamePrefix = name, Name = other => other == name, First = MostJobs };
        List<Sheet> completed = [];
        await foreach (Job job in jobs.ListAsync(query, cancellationToken).ConfigureAwait(false))
            completed.AddRange(job.Sheets.Where(sheet => sheet.Status == SheetStatus.Completed));
        return new SheetForecast(completed);
    }

    /// <summary>How long a sheet takes on average; nothing when it never ran.</summary>
    public TimeSpan? DurationOf(int number)
    {
        double[] seconds = [.. _completed[number].Select(sheet => sheet.ExecutionDuration?.TotalSeconds).OfType<double>()];
        return seconds.Length == 0 ? null : TimeSpan.FromSeconds(seconds.Average());
    }

    /// <summary>What a sheet costs on average, in US dollars; nothing when it never cost anything.</summary>
    public decimal? CostOf(int number)
    {
        decimal[] costs = [.. _completed[number].Select(sheet => sheet.Measures.Cost)];
        return costs.All(cost => cost == 0) ? null : costs.Average();
    }
}
