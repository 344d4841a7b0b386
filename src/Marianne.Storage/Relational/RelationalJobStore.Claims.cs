using Marianne.Jobs;

namespace Marianne.Storage.Relational;

public abstract partial class RelationalJobStore
{
    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken)
    {
        await _database.WriteAsync(Write, cancellationToken).ConfigureAwait(false);
        _workers.Remember(worker);

        async ValueTask<bool> Write(SqlSession session)
        {
            await _workers.AnnounceAsync(session, worker).ConfigureAwait(false);
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(string workerId, CancellationToken cancellationToken) =>
        await _database.WriteAsync(session => _claims.WithdrawAsync(session, workerId), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<GrantedClaim> ClaimJobAsync(
        string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease, CancellationToken cancellationToken) =>
        ChangeAsync(jobId, session => _claims.ClaimJobAsync(session, jobId, worker, update, lease), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.JobId is { } only ? ChangeAsync(only, Write, cancellationToken) : _queue.ClaimAsync(request, cancellationToken);

        async ValueTask<IReadOnlyList<GrantedClaim>> Write(SqlSession session) =>
            await _claims.ClaimSheetsAsync(session, request, only).ConfigureAwait(false) ?? throw JobErrors.NotFound(only);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _claims.RenewAsync(session, workerId, lease), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _claims.ReleaseAsync(session, jobId, token, message), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken)
    {
        await ChangeAsync(jobId, Write, cancellationToken).ConfigureAwait(false);
        await HintAsync(cancellationToken).ConfigureAwait(false);

        async ValueTask<bool> Write(SqlSession session)
        {
            await JobQueries.RequireTotalSheetsAsync(session, jobId).ConfigureAwait(false);
            await QueueTable.AddAsync(session, jobId, priority, _clock.Time.GetUtcNow()).ConfigureAwait(false);
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask HintAsync(CancellationToken cancellationToken) => _hints?.SendAsync(cancellationToken) ?? default;

    /// <inheritdoc/>
    public IWorkHints? Listen() => _hints?.Listen();

    /// <inheritdoc/>
    public ValueTask<bool> IsQueuedAsync(string jobId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => QueueTable.HasAsync(session, jobId), false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ListQueuedAsync(CancellationToken cancellationToken)
    {
        var queue = await _database.ReadAsync(QueueTable.ListAsync, [], cancellationToken).ConfigureAwait(false);
        return [.. queue.Select(job => job.JobId)];
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(_workers.ListAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken) =>
        _database.ReadAsync(session => _claimTable.ListAsync(session, jobId), [], cancellationToken);
}
