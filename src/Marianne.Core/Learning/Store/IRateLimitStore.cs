namespace Marianne.Learning;

/// <summary>Records and lists the rate limits that jobs ran into, so that other jobs wait as well.</summary>
public interface IRateLimitStore
{
    /// <summary>Records a rate limit and returns it with its id and times.</summary>
    /// <param name="limit">
    /// The rate limit. It expires after 80 percent of its expected duration, unless it has an expiry that is earlier than the end of
    /// its duration.
    /// </param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A value is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<LearnedRateLimit> RecordRateLimitAsync(LearnedRateLimit limit, CancellationToken cancellationToken);

    /// <summary>Lists the rate limits that are in force, the one that expires last first.</summary>
    /// <param name="errorCode">The error code; <c>null</c> for all errors.</param>
    /// <param name="model">The model; <c>null</c> for all models.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync(
        string? errorCode, string? model, CancellationToken cancellationToken);

    /// <summary>Determines whether a rate limit is still in the store, in force or not.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<bool> HasRateLimitAsync(string id, CancellationToken cancellationToken);

    /// <summary>Removes rate limits, also those in force, and returns the number of those that existed.</summary>
    /// <param name="ids">Their ids.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<int> RemoveRateLimitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken);

    /// <summary>Removes the rate limits that are no longer in force, and returns their number.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<int> ClearExpiredRateLimitsAsync(CancellationToken cancellationToken);
}
