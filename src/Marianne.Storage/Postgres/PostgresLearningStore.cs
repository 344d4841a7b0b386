using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Relational;
using Marianne.Waits;

namespace Marianne.Storage.Postgres;

/// <summary>A learning store on a PostgreSQL server, from which several hosts learn.</summary>
public sealed partial class PostgresLearningStore : RelationalLearningStore, ILearningStore
{
    private readonly PostgresDatabase _database;
    private readonly PostgresRateLimits _rateLimits;
    private readonly PostgresCircuits _circuits;
    private readonly TimeProvider _time;

    internal PostgresLearningStore(PostgresDatabase database, TimeProvider time)
        : base(database, new ServerSlotClock(time), time)
    {
        _database = database;
        _rateLimits = new PostgresRateLimits(time);
        _circuits = new PostgresCircuits(time);
        _time = time;
    }

    /// <inheritdoc/>
    private protected override TimeZoneInfo Zone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    private protected override LearningTables TablesOf(SqlSession session) => new(
        "outcomes",
        "success_without_retry",
        "completed_at < @1",
        "recoveries",
        Incidents: null,
        "r.service",
        "recovery_success",
        "recorded_at < @1");

    /// <inheritdoc/>
    private protected override object? Compared(DateTimeOffset time) => PostgresDialect.Instance.Time(time);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(
        IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken) =>
        AddEachAsync(LearningNormalizer.Of(reports, _time), PostgresOutcomes.AddAsync, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, PostgresOutcomes.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresOutcomes.CountAsync(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearningStatistics> GetStatisticsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(PostgresOutcomes.MeasureAsync, LearningStatistics.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
        IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken) =>
        AddEachAsync(LearningNormalizer.Of(recoveries, _time), PostgresRecoveries.AddAsync, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, PostgresRecoveries.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresRecoveries.CountAsync(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WaitSamples> GetWaitSamplesAsync(
        string errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => PostgresRecoveries.SamplesAsync(session, errorCode, model), WaitSamples.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WaitHistory> GetWaitHistoryAsync(
        string errorCode, string? model, string? service, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => PostgresRecoveries.HistoryAsync(session, errorCode, model, service), WaitHistory.Empty, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
        string? errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresRecoveries.HoursAsync(session, errorCode, model), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WorkspaceCluster?> GetClusterAsync(string workspaceHash, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresClusters.FindAsync(session, workspaceHash), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> SetClustersAsync(
        IReadOnlyDictionary<string, string> assignments, CancellationToken cancellationToken) =>
        AddEachAsync(LearningNormalizer.Of(assignments, _time), PostgresClusters.PutAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> ListClusterAsync(
        string clusterId, long first, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresClusters.ListAsync(session, clusterId, first), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListClusterIdsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(PostgresClusters.IdsAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearnedRateLimit> RecordRateLimitAsync(LearnedRateLimit limit, CancellationToken cancellationToken)
    {
        LearnedRateLimit recorded = LearningNormalizer.Of(limit, _time);
        return _database.WriteAsync(session => _rateLimits.AddAsync(session, recorded), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync(
        string? errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _rateLimits.InForceAsync(session, errorCode, model), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> ClearExpiredRateLimitsAsync(CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            _rateLimits.HasExpiredAsync, () => 0, _rateLimits.ClearExpiredAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> HasRateLimitAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => PostgresRateLimits.HasAsync(session, [id]), false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveRateLimitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            session => PostgresRateLimits.HasAsync(session, ids),
            () => 0,
            session => PostgresRateLimits.RemoveAsync(session, ids),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit?> GetCircuitAsync(string name, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _circuits.FindAsync(session, name), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Circuit>> ListCircuitsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(_circuits.ListAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit> UpdateCircuitAsync(
        string name, Func<Circuit?, Circuit> change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _circuits.UpdateAsync(session, name, change), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteCircuitAsync(string name, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            async session => await _circuits.FindAsync(session, name).ConfigureAwait(false) is not null,
            () => false,
            session => PostgresCircuits.DeleteAsync(session, name),
            cancellationToken);

    /// <summary>Adds records in one transaction, and returns those that the store did not have.</summary>
    private async ValueTask<IReadOnlyList<T>> AddEachAsync<T>(
        List<T> records, Func<SqlSession, T, ValueTask<bool>> add, CancellationToken cancellationToken)
    {
        return records.Count == 0 ? records : await _database.WriteAsync(AddAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<List<T>> AddAsync(SqlSession session)
        {
            var added = new List<T>(records.Count);
            foreach (T record in records)
            {
                if (await add(session, record).ConfigureAwait(false))
                    added.Add(record);
            }

            return added;
        }
    }
}
