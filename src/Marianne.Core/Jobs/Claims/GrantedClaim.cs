namespace Marianne.Jobs;

/// <summary>A claim that a worker was given.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="SheetNumber">The sheet's number; <c>null</c> if the whole job was claimed.</param>
/// <param name="Token">The token that every change of the job or sheet has to carry.</param>
public sealed record GrantedClaim(string JobId, int? SheetNumber, long Token)
{
    /// <summary>
    /// The process from which the claim was taken over, because it died or did not renew its lease; <c>null</c> if it was not.
    /// </summary>
    public RunnerProcess? TakenFrom { get; init; }

    /// <summary>
    /// How often the sheets that were in progress have been taken over, by number. A claim of a sheet has its own number only.
    /// </summary>
    public IReadOnlyDictionary<int, int> Takeovers { get; init; } = new Dictionary<int, int>();
}
