using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>
/// Where what happened in every job is remembered. It only fetches and keeps: what follows from it is decided by
/// <see cref="LearnedWaitFormula"/>, <see cref="ExecutionWindow"/> and <see cref="OutcomeConfidence"/>. Any number of threads
/// may use one store at once, and other processes the same file.
/// </summary>
public interface ILearningStore : IAsyncDisposable
{
    /// <summary>Where it is; nothing for a store in memory.</summary>
    string? Location { get; }

    /// <summary>Makes what does not exist yet and checks that the store can be used.</summary>
    /// <param name="mustExist">Whether a store that does not exist is an error instead.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken);

    /// <summary>Remembers outcomes, all or none of them; they come back as they are remembered.</summary>
    /// <exception cref="MarianneException">A value is out of range: see <see cref="LearningValidator"/>.</exception>
    ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(
        IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken);

    /// <summary>Outcomes, newest first, read page by page.</summary>
    IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken);

    /// <summary>How many outcomes there are of those asked for, paging apart.</summary>
    ValueTask<long> CountOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken);

    /// <summary>The store in figures.</summary>
    ValueTask<LearningStatistics> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Remembers recoveries, all or none of them; they come back with their ids and times.</summary>
    /// <exception cref="MarianneException">A value is out of range: see <see cref="LearningValidator"/>.</exception>
    ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
        IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken);

    /// <summary>Recoveries, newest first, read page by page.</summary>
    IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken);

    /// <summary>How many recoveries there are of those asked for, paging apart.</summary>
    ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken);

    /// <summary>The successful recoveries from an error, of a model or of all.</summary>
    ValueTask<WaitSamples> GetWaitSamplesAsync(string errorCode, string? model, CancellationToken cancellationToken);

    /// <summary>The recoveries by hour of the day, from an error or all, of a model or of all.</summary>
    ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
        string? errorCode, string? model, CancellationToken cancellationToken);

    /// <summary>The cluster of a workspace; nothing when it is in none.</summary>
    ValueTask<WorkspaceCluster?> GetClusterAsync(string workspaceHash, CancellationToken cancellationToken);

    /// <summary>Puts workspaces into clusters in place of the ones that they were in, all or none of them.</summary>
    /// <param name="assignments">By the hash of the workspace, the cluster.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<IReadOnlyList<WorkspaceCluster>> SetClustersAsync(
        IReadOnlyDictionary<string, string> assignments, CancellationToken cancellationToken);

    /// <summary>The workspaces of a cluster, newest assignment first, at most so many.</summary>
    ValueTask<IReadOnlyList<WorkspaceCluster>> ListClusterAsync(
        string clusterId, long first, CancellationToken cancellationToken);

    /// <summary>The clusters that there are.</summary>
    ValueTask<IReadOnlyList<string>> ListClusterIdsAsync(CancellationToken cancellationToken);

    /// <summary>Remembers a rate limit; it comes back with its id and times.</summary>
    /// <exception cref="MarianneException">A value is out of range: see <see cref="LearningValidator"/>.</exception>
    ValueTask<LearnedRateLimit> RecordRateLimitAsync(LearnedRateLimit limit, CancellationToken cancellationToken);

    /// <summary>The rate limits in force, latest expiry first, of an error or of all, of a model or of all.</summary>
    ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync(
        string? errorCode, string? model, CancellationToken cancellationToken);

    /// <summary>Forgets the rate limits that are no longer in force; gives how many.</summary>
    ValueTask<int> ClearExpiredRateLimitsAsync(CancellationToken cancellationToken);

    /// <summary>A circuit breaker; nothing when there is none of this name.</summary>
    ValueTask<Circuit?> GetCircuitAsync(string name, CancellationToken cancellationToken);

    /// <summary>The circuit breakers by name.</summary>
    ValueTask<IReadOnlyList<Circuit>> ListCircuitsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Changes a circuit breaker, or makes it, in one step that nobody comes between; gives it as it is kept. Nothing is
    /// written when nothing changes.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">
    /// Makes the new one of the one that is kept, which is nothing when there is none. It may run while the store is locked,
    /// so it is quick and asks nobody; when it throws, nothing is written.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MarianneException">The name cannot be one: see <see cref="LearningValidator"/>.</exception>
    ValueTask<Circuit> UpdateCircuitAsync(
        string name, Func<Circuit?, Circuit> change, CancellationToken cancellationToken);

    /// <summary>Removes a circuit breaker; false when there is none of this name.</summary>
    ValueTask<bool> DeleteCircuitAsync(string name, CancellationToken cancellationToken);
}
