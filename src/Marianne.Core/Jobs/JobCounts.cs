namespace Marianne.Jobs;

/// <summary>How many of the <see cref="CountedSheets"/> of a job are in each status.</summary>
internal sealed class JobCounts
{
    private readonly int[] _counts = new int[Enum.GetValues<SheetStatus>().Length];

    /// <summary>Counts the sheets of a job. Those that are not in the store yet are Pending.</summary>
    /// <param name="job">The job with its sheets.</param>
    public JobCounts(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);

        foreach (Sheet sheet in CountedSheets.In(job))
        {
            _counts[(int)sheet.Status]++;
            if (sheet.Status is SheetStatus.Waiting or SheetStatus.RetryScheduled && sheet.Measures.NextAttemptAt is { } next
                && !(NextAttemptAt <= next))
            {
                NextAttemptAt = next;
            }
        }

        _counts[(int)SheetStatus.Pending] += job.TotalSheets - job.Sheets.Known.Count();
    }

    /// <summary>The number of sheets in a status.</summary>
    /// <param name="status">The status.</param>
    public int this[SheetStatus status] => _counts[(int)status];

    /// <summary>The number of sheets that wait to be tried again.</summary>
    public int Waiting => this[SheetStatus.Waiting] + this[SheetStatus.RetryScheduled];

    /// <summary>The time of the first of their next attempts; <c>null</c> if none is known.</summary>
    public DateTimeOffset? NextAttemptAt { get; }

    /// <summary>The number of sheets that are Completed or Skipped, and of all that are counted.</summary>
    public JobProgress Progress => new(this[SheetStatus.Completed] + this[SheetStatus.Skipped], _counts.Sum());
}
