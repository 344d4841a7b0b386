using Marianne.Jobs;

namespace Marianne.Storage.Relational;

public abstract partial class RelationalJobStore
{
    /// <inheritdoc/>
    public async ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken)
    {
        await _database.WriteAsync(Write, cancellationToken).ConfigureAwait(false);

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
    public async ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.JobId is { } only)
            return await TakeAsync(only).ConfigureAwait(false);

        // A job without work is neither locked nor written.
        foreach (string jobId in await ListQueuedAsync(cancellationToken).ConfigureAwait(false))
        {
            bool hasWork = await _database
                .ReadAsync(session => _claims.HasWorkAsync(session, request, jobId), false, cancellationToken).ConfigureAwait(false);
            if (hasWork && await TryTakeAsync(jobId).ConfigureAwait(false) is { Count: > 0 } granted)
                return granted;
        }

        return [];

        ValueTask<IReadOnlyList<GrantedClaim>> TakeAsync(string jobId) =>
            ChangeAsync(jobId, session => _claims.ClaimSheetsAsync(session, request, jobId), cancellationToken);

        async ValueTask<IReadOnlyList<GrantedClaim>> TryTakeAsync(string jobId)
        {
            try
            {
                return await TakeAsync(jobId).ConfigureAwait(false);
            }
            catch (MarianneException error) when (error.Error == MarianneError.JobNotFound)
            {
                return []; // It was removed meanwhile.
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _claimTable.RenewAsync(session, workerId, lease), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => _claims.ReleaseAsync(session, jobId, token, message), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken)
    {
        await ChangeAsync(jobId, Write, cancellationToken).ConfigureAwait(false);

        async ValueTask<bool> Write(SqlSession session)
        {
            await JobQueries.RequireTotalSheetsAsync(session, jobId).ConfigureAwait(false);
            await QueueTable.AddAsync(session, jobId, priority, _clock.Time.GetUtcNow()).ConfigureAwait(false);
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListQueuedAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(QueueTable.ListAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(_workers.ListAsync, [], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken)
    {
        return _database.ReadAsync(ListAsync, [], cancellationToken);

        async ValueTask<IReadOnlyList<Claim>> ListAsync(SqlSession session) =>
            session.HasTable(ClaimTable.Name) && await _jobs.HeaderAsync(session, jobId).ConfigureAwait(false) is { } job
                ? (await _claimTable.OfAsync(session, job).ConfigureAwait(false)).Held
                : [];
    }
}
