using System.Runtime.CompilerServices;
using Marianne.Durations;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Stores;
using Marianne.Waits;

namespace Marianne.Storage.Memory;

/// <summary>A learning store in memory.</summary>
/// <param name="time">The clock.</param>
public sealed partial class MemoryLearningStore(TimeProvider time) : ILearningStore
{
    private readonly object _gate = new();
    private readonly List<LearnedOutcome> _outcomes = [];
    private readonly HashSet<string> _outcomeIds = new(StringComparer.Ordinal);
    private readonly List<LearnedRecovery> _recoveries = [];
    private readonly HashSet<string> _recoveryIds = new(StringComparer.Ordinal);
    private readonly List<WorkspaceCluster> _clusters = [];
    private readonly List<LearnedRateLimit> _rateLimits = [];
    private readonly Dictionary<string, Circuit> _circuits = new(StringComparer.Ordinal);
    private volatile bool _isClosed;

    /// <inheritdoc/>
    public string? Location => null;

    /// <inheritdoc/>
    public async ValueTask OpenAsync(bool mustExist, CancellationToken cancellationToken) =>
        await Use(() => true, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(
        IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken) =>
        Add(_outcomes, LearningNormalizer.Of(reports, time), IsNew, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        ListAsync(_outcomes.Where(query.Matches), outcome => outcome.CompletedAt, query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        Use(() => _outcomes.LongCount(query.Matches), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearningStatistics> GetStatisticsAsync(CancellationToken cancellationToken) => Use(
        () => LearningStatistics.None with
        {
            TotalExecutions = AllOutcomes.Count(),
            SuccessWithoutRetryRate = AllOutcomes.Select(outcome => outcome.SuccessWithoutRetry ? 1.0 : 0).DefaultIfEmpty().Average(),
            TotalErrorRecoveries = AllRecoveries.Count(),
            UniqueWorkspaces = AllOutcomes.DistinctBy(outcome => outcome.WorkspaceHash).LongCount(),
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
        IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken) =>
        Add(_recoveries, LearningNormalizer.Of(recoveries, time), IsNew, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        ListAsync(_recoveries.Where(query.Matches), recovery => recovery.RecordedAt, query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        Use(() => _recoveries.LongCount(query.Matches), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WaitSamples> GetWaitSamplesAsync(
        string errorCode, string? model, CancellationToken cancellationToken)
    {
        var query = new RecoveryQuery { ErrorCode = errorCode, Model = model, Recovered = true };
        return Use(Samples, cancellationToken);

        WaitSamples Samples()
        {
            LearnedRecovery[] successes = [.. _recoveries.Where(query.Matches)];
            IEnumerable<double> recent = successes
                .OrderByDescending(recovery => recovery.RecordedAt)
                .ThenByDescending(recovery => recovery.ActualWait)
                .Take(WaitSamples.MostRecent)
                .Select(recovery => recovery.ActualWait.TotalSeconds);
            return new WaitSamples([.. recent], successes.Length + _clearedRecoveries.Count(query.Matches));
        }
    }

    /// <inheritdoc/>
    public ValueTask<WaitHistory> GetWaitHistoryAsync(
        string errorCode, string? model, string? service, CancellationToken cancellationToken)
    {
        var query = new RecoveryQuery { ErrorCode = errorCode, Model = model };
        return Use(
            () => new WaitHistory(
            [
                .. Enumerable.Reverse(_recoveries)
                    .Where(recovery => query.Matches(recovery) && (service is null || recovery.Service == service))
                    .Take(WaitHistory.MaximumRows)
                    .Select(ToRow),
            ]),
            cancellationToken);

        static WaitRow ToRow(LearnedRecovery recovery) => new(
            recovery.ActualWait.TotalSeconds,
            recovery.Recovered,
            recovery.Incident,
            recovery.Since is { } since ? UnixTime.Of(since) : null,
            recovery.Hint?.TotalSeconds);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
        string? errorCode, string? model, CancellationToken cancellationToken)
    {
        var query = new RecoveryQuery { ErrorCode = errorCode, Model = model };
        return Use<IReadOnlyList<RecoveryHour>>(
            () =>
            [
                .. AllRecoveries
                    .Where(query.Matches)
                    .GroupBy(recovery => recovery.Hour ?? 0)
                    .OrderBy(hour => hour.Key)
                    .Select(hour => new RecoveryHour(
                        hour.Key, hour.LongCount(), hour.LongCount(recovery => recovery.Recovered))),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<WorkspaceCluster?> GetClusterAsync(string workspaceHash, CancellationToken cancellationToken) =>
        Use(() => _clusters.Find(cluster => cluster.WorkspaceHash == workspaceHash), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> SetClustersAsync(
        IReadOnlyDictionary<string, string> assignments, CancellationToken cancellationToken)
    {
        List<WorkspaceCluster> added = LearningNormalizer.Of(assignments, time);
        return Use<IReadOnlyList<WorkspaceCluster>>(
            () =>
            {
                _clusters.RemoveAll(cluster => assignments.ContainsKey(cluster.WorkspaceHash));
                _clusters.AddRange(added);
                return added;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> ListClusterAsync(
        string clusterId, long first, CancellationToken cancellationToken) =>
        Use<IReadOnlyList<WorkspaceCluster>>(
            () =>
            [
                .. Newest(_clusters.Where(cluster => cluster.ClusterId == clusterId), cluster => cluster.AssignedAt)
                    .First(first),
            ],
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListClusterIdsAsync(CancellationToken cancellationToken) =>
        Use<IReadOnlyList<string>>(
            () => [.. _clusters.Select(cluster => cluster.ClusterId).Distinct().Order(StringComparer.Ordinal)],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<LearnedRateLimit> RecordRateLimitAsync(
        LearnedRateLimit limit, CancellationToken cancellationToken)
    {
        LearnedRateLimit recorded = LearningNormalizer.Of(limit, time);
        await Add(_rateLimits, [recorded], _ => true, cancellationToken).ConfigureAwait(false);
        return recorded;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync(
        string? errorCode, string? model, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return Use<IReadOnlyList<LearnedRateLimit>>(
            () =>
            [
                .. _rateLimits
                    .Select(limit => limit.InForceAt(now))
                    .OfType<LearnedRateLimit>()
                    .Where(limit => (errorCode ?? limit.ErrorCode) == limit.ErrorCode && (model ?? limit.Model) == limit.Model)
                    .OrderByDescending(limit => limit.ExpiresAt)
                    .ThenBy(limit => limit.Id, StringComparer.Ordinal),
            ],
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> ClearExpiredRateLimitsAsync(CancellationToken cancellationToken) =>
        Use(() => _rateLimits.RemoveAll(limit => limit.InForceAt(time.GetUtcNow()) is null), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> HasRateLimitAsync(string id, CancellationToken cancellationToken) =>
        Use(() => _rateLimits.Exists(limit => limit.Id == id), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveRateLimitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        Use(() => _rateLimits.RemoveAll(limit => ids.Contains(limit.Id)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit?> GetCircuitAsync(string name, CancellationToken cancellationToken) =>
        Use(() => _circuits.GetValueOrDefault(name), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Circuit>> ListCircuitsAsync(CancellationToken cancellationToken) =>
        Use<IReadOnlyList<Circuit>>(
            () => [.. _circuits.Values.OrderBy(circuit => circuit.Name, StringComparer.Ordinal)], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit> UpdateCircuitAsync(
        string name, Func<Circuit?, Circuit> change, CancellationToken cancellationToken) => Use(
        () => _circuits[name] = LearningNormalizer.Of(name, _circuits.GetValueOrDefault(name), change, time), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteCircuitAsync(string name, CancellationToken cancellationToken) =>
        Use(() => _circuits.Remove(name), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _isClosed = true;
        return default;
    }

    private ValueTask<T> Use<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (_isClosed)
            throw StoreErrors.Closed(Location);

        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
            return new(work());
    }

    private ValueTask<IReadOnlyList<T>> Add<T>(
        List<T> all, List<T> records, Predicate<T> isNew, CancellationToken cancellationToken) =>
        Use<IReadOnlyList<T>>(
            () =>
            {
                List<T> added = records.FindAll(isNew);
                all.AddRange(added);
                return added;
            },
            cancellationToken);

    private bool IsNew(LearnedOutcome outcome) => _outcomeIds.Add(outcome.Id);

    private bool IsNew(LearnedRecovery recovery) => _recoveryIds.Add(recovery.Id);

    private IAsyncEnumerable<T> ListAsync<T>(
        IEnumerable<T> matching, Func<T, DateTimeOffset?> timeOf, IPagedQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query); // Here, because an iterator would check it only when it is enumerated.
        return ListPageAsync(matching, timeOf, query, cancellationToken);
    }

    private async IAsyncEnumerable<T> ListPageAsync<T>(
        IEnumerable<T> matching,
        Func<T, DateTimeOffset?> timeOf,
        IPagedQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<T> rows = await Use(() => Newest(matching, timeOf).Page(query).ToList(), cancellationToken)
            .ConfigureAwait(false);
        foreach (T row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    /// <summary>Rows of the same instant are listed in reverse order of their insertion.</summary>
    private static IEnumerable<T> Newest<T>(IEnumerable<T> rows, Func<T, DateTimeOffset?> timeOf) =>
        rows.Reverse().OrderByDescending(timeOf);
}
