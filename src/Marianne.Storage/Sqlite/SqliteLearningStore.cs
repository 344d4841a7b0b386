using Marianne.Learning;
using Marianne.Policies;
using Marianne.Storage.Relational;
using Marianne.Waits;

namespace Marianne.Storage.Sqlite;

/// <summary>A learning store in an SQLite file, which other implementations can read and write as well.</summary>
public sealed partial class SqliteLearningStore : RelationalLearningStore, ILearningStore
{
    private readonly SqliteDatabase _database;
    private readonly OutcomeTable _outcomes;
    private readonly RecoveryTable _recoveries;
    private readonly ClusterTable _clusters;
    private readonly RateLimitTable _rateLimits;
    private readonly CircuitTable _circuits;
    private readonly TimeProvider _time;

    /// <summary>Creates the store. The file is opened on first use.</summary>
    /// <param name="path">The file's full path.</param>
    /// <param name="time">The clock.</param>
    public SqliteLearningStore(string path, TimeProvider time)
        : this(new SqliteDatabase(path, new LearningSchema(), time), time)
    {
    }

    private SqliteLearningStore(SqliteDatabase database, TimeProvider time)
        : base(database, BootClock.Of(time), time)
    {
        _database = database;
        _outcomes = new OutcomeTable(time);
        _recoveries = new RecoveryTable(time);
        _clusters = new ClusterTable(time);
        _rateLimits = new RateLimitTable(time);
        _circuits = new CircuitTable(time);
        _time = time;
    }

    /// <inheritdoc/>
    private protected override TimeZoneInfo Zone => _time.LocalTimeZone;

    /// <inheritdoc/>
    private protected override LearningTables TablesOf(SqlSession session) => new(
        "executions",
        $"{OutcomeTable.SuccessOf(session)} IS 1",
        OldIf("completed_at"),
        "error_recoveries",
        IncidentTable.Exists(session) ? IncidentTable.Name : null,
        IncidentTable.Exists(session) ? "i.service" : "NULL",
        "recovery_success IS 1",
        OldIf("recorded_at"));

    /// <inheritdoc/>
    private protected override object? Compared(DateTimeOffset time) => StoredTime.Local(time, Zone);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedOutcome>> RecordOutcomesAsync(
        IReadOnlyList<OutcomeReport> reports, CancellationToken cancellationToken) =>
        AddAllAsync(LearningNormalizer.Of(reports, _time), _outcomes.Add, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedOutcome> ListOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, _outcomes.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountOutcomesAsync(OutcomeQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => OutcomeTable.Count(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearningStatistics> GetStatisticsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(RecoveryRollupTable.Measure, LearningStatistics.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRecovery>> RecordRecoveriesAsync(
        IReadOnlyList<LearnedRecovery> recoveries, CancellationToken cancellationToken) =>
        AddEachAsync(LearningNormalizer.Of(recoveries, _time), _recoveries.Add, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LearnedRecovery> ListRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        RowListing.ListAsync(_database, query, _recoveries.ReadAsync, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountRecoveriesAsync(RecoveryQuery query, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => RecoveryRollupTable.Recoveries(session, query), 0, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WaitSamples> GetWaitSamplesAsync(
        string errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadOnceAsync(
            session => RecoveryTable.Samples(session, errorCode, model), WaitSamples.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WaitHistory> GetWaitHistoryAsync(
        string errorCode, string? model, string? service, CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => IncidentTable.History(session, errorCode, model, service), WaitHistory.Empty, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<RecoveryHour>> GetRecoveryHoursAsync(
        string? errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => RecoveryRollupTable.Hours(session, errorCode, model), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WorkspaceCluster?> GetClusterAsync(string workspaceHash, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _clusters.Find(session, workspaceHash), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> SetClustersAsync(
        IReadOnlyDictionary<string, string> assignments, CancellationToken cancellationToken) =>
        WriteEachAsync(LearningNormalizer.Of(assignments, _time), _clusters.Put, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<WorkspaceCluster>> ListClusterAsync(
        string clusterId, long first, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<WorkspaceCluster>>(
            session => _clusters.List(session, clusterId, first), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListClusterIdsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(ClusterTable.Ids, [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<LearnedRateLimit> RecordRateLimitAsync(
        LearnedRateLimit limit, CancellationToken cancellationToken)
    {
        IReadOnlyList<LearnedRateLimit> recorded = await WriteEachAsync(
            [LearningNormalizer.Of(limit, _time)], RateLimitTable.Add, cancellationToken).ConfigureAwait(false);
        return recorded[0];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LearnedRateLimit>> ListRateLimitsAsync(
        string? errorCode, string? model, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<LearnedRateLimit>>(
            session => _rateLimits.InForce(session, errorCode, model), [], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> ClearExpiredRateLimitsAsync(CancellationToken cancellationToken) =>
        await _database.ReadAsync(_rateLimits.HasExpired, false, cancellationToken).ConfigureAwait(false)
            ? await _database.WriteAsync(_rateLimits.ClearExpired, cancellationToken).ConfigureAwait(false)
            : 0;

    /// <inheritdoc/>
    public ValueTask<bool> HasRateLimitAsync(string id, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => RateLimitTable.Has(session, id), false, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveRateLimitsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            session => ids.Any(id => RateLimitTable.Has(session, id)),
            () => 0,
            session => RateLimitTable.Remove(session, ids),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit?> GetCircuitAsync(string name, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _circuits.Find(session, name), null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Circuit>> ListCircuitsAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<Circuit>>(session => _circuits.List(session), [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Circuit> UpdateCircuitAsync(
        string name, Func<Circuit?, Circuit> change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _circuits.Update(session, name, change), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteCircuitAsync(string name, CancellationToken cancellationToken) =>
        _database.WriteExistingAsync(
            session => _circuits.Find(session, name) is not null,
            () => false,
            session => CircuitTable.Delete(session, name),
            cancellationToken);

    /// <summary>Returns the condition that a time is before <c>@1</c>. What is not a time is kept, because its age is not known.</summary>
    private static string OldIf(string column) => $"ifnull({column}, '') < @1 AND {column} GLOB '[0-9][0-9][0-9][0-9]-[0-9]*'";

    /// <summary>Writes records in one transaction. Without any, the file is not created.</summary>
    private ValueTask<IReadOnlyList<T>> WriteEachAsync<T>(
        List<T> records, Action<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        return AddEachAsync(records, Add, cancellationToken);

        bool Add(SqliteSession session, T record)
        {
            write(session, record);
            return true;
        }
    }

    /// <summary>Adds records in one transaction, and returns those that the file did not have.</summary>
    private ValueTask<IReadOnlyList<T>> AddEachAsync<T>(
        List<T> records, Func<SqliteSession, T, bool> add, CancellationToken cancellationToken) =>
        AddAllAsync(records, (session, all) => all.FindAll(record => add(session, record)), cancellationToken);

    private async ValueTask<IReadOnlyList<T>> AddAllAsync<T>(
        List<T> records, Func<SqliteSession, List<T>, List<T>> add, CancellationToken cancellationToken) =>
        records.Count == 0
            ? records
            : await _database.WriteAsync(session => add(session, records), cancellationToken).ConfigureAwait(false);
}
