namespace Marianne.Jobs;

/// <summary>Gives jobs and sheets to one worker at a time.</summary>
/// <remarks>
/// A claim lasts as long as its lease is renewed. After that, or at once if the worker's process is certainly dead, another worker may
/// take it over as part of its own claim. A change that carries the token of a former claim is refused with LeaseLost.
/// </remarks>
public interface IClaimStore
{
    /// <summary>Announces a worker, or that it still works.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken);

    /// <summary>Gives back everything that a worker has claimed, and removes the worker.</summary>
    /// <param name="workerId">The worker's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask WithdrawAsync(string workerId, CancellationToken cancellationToken);

    /// <summary>Claims a whole job, announces the worker, and makes the job Running, in one step.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="update">The change of the job.</param>
    /// <param name="lease">The length of the lease.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// JobIsPlayed: another worker has claimed the job or one of its sheets. JobNotFound, InvalidTransition: it cannot be run.
    /// </exception>
    ValueTask<GrantedClaim> ClaimJobAsync(
        string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Claims sheets of a job, or of any queued one, and announces the worker, in one step. A Pending job becomes Running. Returns no
    /// claims if there is nothing to do for the worker at the moment.
    /// </summary>
    /// <param name="request">Which sheets are claimed.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// The job of the request does not exist (JobNotFound), or is claimed as a whole (JobIsPlayed).
    /// </exception>
    ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Extends all leases of a worker, from now on, which shows that it still works. Returns the tokens of the claims that it still has.
    /// </summary>
    /// <param name="workerId">The worker's id.</param>
    /// <param name="lease">The length of the leases.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Gives a claim back. A job that is still Running under a claim of the whole job becomes Paused. Returns <c>false</c> if the
    /// token is not valid any more.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="token">The token of the claim.</param>
    /// <param name="message">The reason why the job is paused; <c>null</c> if there is none.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken);

    /// <summary>Throws an exception if workers cannot share this store, so that <see cref="QueueAsync"/> would fail.</summary>
    /// <exception cref="MarianneException">InvalidParameter: workers cannot share this store.</exception>
    void CheckQueue()
    {
    }

    /// <summary>Lets workers claim the sheets of a job until it is finished, or changes its priority.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="priority">The priority: a job with a higher one goes first.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist.</exception>
    ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken);

    /// <summary>
    /// Tells idle workers that a job may have sheets to run, so that they look at once. <see cref="QueueAsync"/>, a resumed job and an
    /// answered approval do that themselves. It never fails: a hint can be lost.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask HintAsync(CancellationToken cancellationToken) => default;

    /// <summary>Listens for hints, or returns <c>null</c> if the store has none.</summary>
    IWorkHints? Listen() => null;

    /// <summary>Determines whether workers may claim the sheets of a job as long as it is Pending or Running.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> IsQueuedAsync(string jobId, CancellationToken cancellationToken) => new(false);

    /// <summary>Lists the ids of the jobs whose sheets workers may claim, and that are Pending or Running.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<string>> ListQueuedAsync(CancellationToken cancellationToken) => new([]);

    /// <summary>
    /// Lists the workers that have claims, or that were announced with what they can run, those that were seen last first.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken);

    /// <summary>Lists the claims of a job that workers have, also those that have ended: the job's first, then those of sheets.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken);
}
