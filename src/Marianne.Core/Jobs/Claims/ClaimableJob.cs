namespace Marianne.Jobs;

/// <summary>A job whose sheets can be claimed, as it is while it is locked.</summary>
/// <param name="Job">The job without its sheets.</param>
/// <param name="Sheets">The states of all its sheets, in the order of the numbers.</param>
public sealed record ClaimableJob(Job Job, IReadOnlyList<ClaimableSheet> Sheets)
{
    /// <summary>
    /// Returns the change of a job whose first sheets were just claimed, or <c>null</c> if it is already Running for all workers.
    /// </summary>
    /// <param name="job">The job.</param>
    public static JobUpdate.Run? OpeningOf(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job is { Status: JobStatus.Running, Runner: null } ? null : new JobUpdate.Run(null);
    }

    /// <summary>Returns what decides whether a sheet can be claimed.</summary>
    /// <param name="sheet">The sheet.</param>
    public static ClaimableSheet StateOf(Sheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return new ClaimableSheet(sheet.Number, sheet.Status, sheet.Measures.NextAttemptAt, Takeovers: 0, IsClaimed: false)
        {
            Parent = sheet.Item?.Parent ?? 0,
            IsGone = sheet.Item is { Position: null },
            IsExpanded = sheet.Measures.ItemCount is not null,
        };
    }
}
