using Marianne.Jobs;
using Marianne.Learning;

namespace Marianne.Storage.Relational;

public abstract partial class RelationalLearningStore : ILearningClearingStore
{
    private ClearedLearningTable Cleared => field ??= new ClearedLearningTable(TablesOf, () => Zone);

    /// <summary>The time zone of times that are stored without an offset.</summary>
    private protected abstract TimeZoneInfo Zone { get; }

    /// <summary>Returns the tables of the store.</summary>
    private protected abstract LearningTables TablesOf(SqlSession session);

    /// <summary>Returns the value with which the times of records are compared.</summary>
    private protected abstract object? Compared(DateTimeOffset time);

    /// <inheritdoc/>
    public ValueTask<LearnedAmount> MeasureOldAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => Cleared.MeasureAsync(session, Compared(before)), default, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<OldLearning> FindOldAsync(DateTimeOffset before, int most, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => Cleared.FindAsync(session, Compared(before), most), OldLearning.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<LearnedAmount> ClearOldAsync(OldLearning old, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(old);
        return old.IsEmpty ? default : _database.WriteAsync(session => Cleared.ClearAsync(session, old), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> GetClearedUntilAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(ClearedLearningTable.UntilAsync, null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) =>
        _database.ReleaseSpaceAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => _database.CompactAsync(cancellationToken);
}
