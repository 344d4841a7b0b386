using Marianne.Jobs;

namespace Marianne.Storage.Relational;

public abstract partial class RelationalJobStore
{
    /// <inheritdoc/>
    public ValueTask<MeasuredHistory> MeasureHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken) => _database.ReadAsync(
            session => _history.MeasureAsync(session, part, jobs), new MeasuredHistory(default), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ClearedHistory> ClearHistoryAsync(
        HistoryPart part, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _history.ClearAsync(session, part, jobs), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ArchivedFigures>> ListArchivedFiguresAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(FiguresTable.ListAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AttemptFigures> GetArchivedAttemptsAsync(string jobId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => FiguresTable.OfJobAsync(session, jobId), default, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace> ReleaseSpaceAsync(CancellationToken cancellationToken) =>
        _database.ReleaseSpaceAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ReleasedSpace?> CompactAsync(CancellationToken cancellationToken) => _database.CompactAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RetentionRule> GetRetentionAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(RetentionTable.ReadAsync, RetentionRule.None, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<RetentionRule> SetRetentionAsync(
        Func<RetentionRule, RetentionRule> change, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => RetentionTable.ChangeAsync(session, change), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask NoteOwnRulesAsync(CancellationToken cancellationToken)
    {
        if (!await _database.ReadAsync(RetentionTable.ExistsAsync, false, cancellationToken).ConfigureAwait(false))
            await _database.WriteAsync(RetentionTable.NoteAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<RetentionRule?> BeginCleaningAsync(TimeSpan turn, CancellationToken cancellationToken) =>
        await _database.ReadAsync(_retention.IsDueAsync, false, cancellationToken).ConfigureAwait(false)
            ? await _database.WriteAsync(session => _retention.BeginAsync(session, turn), cancellationToken).ConfigureAwait(false)
            : null;

    /// <inheritdoc/>
    public async ValueTask EndCleaningAsync(TimeSpan pause, CancellationToken cancellationToken) =>
        await _database.WriteAsync(session => _retention.EndAsync(session, pause), cancellationToken).ConfigureAwait(false);
}
