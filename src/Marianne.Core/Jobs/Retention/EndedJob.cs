namespace Marianne.Jobs;

/// <summary>What decides whether the history of a job that has ended is cleared.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Status">How it ended.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="UpdatedAt">When it was last saved: a job that was saved since has another value, and is left alone.</param>
public sealed record EndedJob(string Id, string Name, JobStatus Status, DateTimeOffset EndedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The statuses of jobs that have ended.</summary>
    public static IReadOnlyList<JobStatus> Statuses { get; } = [JobStatus.Completed, JobStatus.Failed, JobStatus.Cancelled];

    /// <summary>Returns what decides about a job, or <c>null</c> if it has not ended.</summary>
    /// <param name="job">The job.</param>
    public static EndedJob? Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);

        // A cancellation, and other implementations, may leave the time of completion out.
        return Statuses.Contains(job.Status)
            ? new EndedJob(job.Id, job.Name, job.Status, job.CompletedAt ?? job.UpdatedAt, job.UpdatedAt)
            : null;
    }

    /// <summary>
    /// Determines whether the history of the job may be cleared, while the job is locked: it is still as it was listed, no worker has a
    /// claim of it, and no sheet waits for an approval.
    /// </summary>
    /// <param name="claims">The claims of the job as it is stored.</param>
    /// <param name="waitsForApproval">Indicates whether a sheet has the status Fermata.</param>
    public bool MayBeCleared(JobClaims claims, bool waitsForApproval)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return Of(claims.Job) == this && !waitsForApproval && !claims.Held.Any(claim => claim.IsLive);
    }
}
