namespace Marianne.Jobs;

/// <summary>A job whose sheets can be claimed, as it is while it is locked.</summary>
/// <param name="Job">The job without its sheets.</param>
/// <param name="Sheets">The states of its sheets, in the order of the numbers: of all or, if <see cref="IsPart"/>, of some.</param>
public sealed record ClaimableJob(Job Job, IReadOnlyList<ClaimableSheet> Sheets)
{
    /// <summary>
    /// The number of all sheets that are Completed or Skipped, if only a part is listed: then these are left out, and of the items that
    /// were never started all but the first. The default is <c>null</c>: all sheets are listed.
    /// </summary>
    public int? Finished { get; init; }

    /// <summary>
    /// Indicates whether only a part of the sheets is listed. Something that can be claimed there can be claimed; whether nothing is left,
    /// or a sheet has no open items any more, is known only of all sheets.
    /// </summary>
    public bool IsPart => Finished is not null;

    /// <summary>The sheets that are Completed or Skipped, and all of them.</summary>
    public JobProgress Progress => new(Finished ?? Sheets.Count(sheet => sheet.IsFinished), IsPart ? Job.TotalSheets : Sheets.Count);

    /// <summary>
    /// Returns the change of a job whose first sheets were just claimed, or <c>null</c> if it is already Running for all workers.
    /// </summary>
    /// <param name="job">The job.</param>
    public static JobUpdate.Run? OpeningOf(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        return job is { Status: JobStatus.Running, Runner: null } ? null : new JobUpdate.Run(null);
    }

    /// <summary>Returns the same of a sheet whose item was not read with it.</summary>
    /// <param name="sheet">The sheet.</param>
    /// <param name="known">What is known of it, with its item.</param>
    public static ClaimableSheet StateOf(Sheet sheet, ClaimableSheet known) =>
        StateOf(sheet) with { Parent = known.Parent, IsGone = known.IsGone };

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
