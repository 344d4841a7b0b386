using Marianne.Jobs;

namespace Marianne.Storage.Relational;

/// <summary>What decides which sheets of a job can be claimed.</summary>
/// <param name="OfJob">The claims of the job.</param>
/// <param name="Sheets">Its sheets, as if none were claimed.</param>
/// <param name="Finished">See <see cref="ClaimableJob.Finished"/>.</param>
internal sealed record ClaimableState(JobClaims OfJob, IReadOnlyList<ClaimableSheet> Sheets, int? Finished = null)
{
    /// <summary>
    /// Indicates whether the sheets are a part of those of the job, and the others cannot be claimed if none of the part can. See
    /// <see cref="ClaimablePart.IsEnough"/>.
    /// </summary>
    public bool IsEnough { get; init; }

    /// <summary>
    /// Indicates whether claims of the job may be locked until the transaction ends, and not only the job. Such a transaction must not lock
    /// claims of another job: a renewal locks those of several jobs in any order.
    /// </summary>
    public bool MayLockClaims { get; init; } = true;
}
