using System.Collections.Concurrent;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

public sealed partial class JsonJobStore
{
    /// <summary>The ids of the jobs that were claimed through this object, so that a renewal does not read all files.</summary>
    private readonly ConcurrentDictionary<string, bool> _claimed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask AnnounceAsync(Worker worker, CancellationToken cancellationToken) => throw StoreErrors.NoWorkers(folder);

    /// <inheritdoc/>
    public async ValueTask WithdrawAsync(string workerId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        foreach (string id in _claimed.Keys)
        {
            await TryChangeAsync(id, Withdraw, cancellationToken).ConfigureAwait(false);
            _claimed.TryRemove(id, out _);
        }

        (Job, bool) Withdraw(JobClaims claims)
        {
            claims.ReleaseAll(workerId);
            return (claims.Job, true);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<GrantedClaim> ClaimJobAsync(
        string jobId, Worker worker, JobUpdate.Run update, TimeSpan lease, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        GrantedClaim? granted = null;
        await ChangeAsync(jobId, new JobChange<bool>(Claim), cancellationToken).ConfigureAwait(false);
        _claimed[jobId] = true;
        return granted!;

        (Job, bool) Claim(JobClaims claims)
        {
            IEnumerable<int> inProgress =
                claims.Job.Sheets.Known.Where(sheet => sheet.Status == SheetStatus.InProgress).Select(sheet => sheet.Number);
            granted = claims.Take(worker, [.. inProgress.Order()], lease);
            return ChangeOfJob(claims, update, () => true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GrantedClaim>> ClaimSheetsAsync(SheetClaimRequest request, CancellationToken cancellationToken) =>
        throw StoreErrors.NoWorkers(folder);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<long>> RenewAsync(string workerId, TimeSpan lease, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        var valid = new List<long>();
        foreach (string id in _claimed.Keys)
        {
            using (await LockAsync(id, cancellationToken).ConfigureAwait(false))
            {
                JobDocument? found = await _folder.FindAsync(id, cancellationToken).ConfigureAwait(false);
                IReadOnlyList<long> tokens = found is null ? [] : await _claims.RenewAsync(
                    found.Files,
                    await found.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false),
                    workerId,
                    lease,
                    cancellationToken).ConfigureAwait(false);
                if (tokens.Count == 0)
                    _claimed.TryRemove(id, out _);
                valid.AddRange(tokens);
            }
        }

        return valid;
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAsync(string jobId, long token, string? message, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return TryChangeAsync(
            jobId, claims => ChangeOfJob(claims, claims.EndingOf(token, message), () => claims.Release(token)), cancellationToken);
    }

    /// <inheritdoc/>
    public void CheckQueue() => throw StoreErrors.NoWorkers(folder);

    /// <inheritdoc/>
    public ValueTask QueueAsync(string jobId, int priority, CancellationToken cancellationToken) => throw StoreErrors.NoWorkers(folder);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Worker>> ListWorkersAsync(CancellationToken cancellationToken) => new([]);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Claim>> ListClaimsAsync(string jobId, CancellationToken cancellationToken)
    {
        Enter(cancellationToken);
        return await _folder.ReadAsync(jobId, ReadAsync, cancellationToken).ConfigureAwait(false);

        async ValueTask<IReadOnlyList<Claim>> ReadAsync(JobDocument? found) => found is null
            ? []
            : (await _claims.ReadAsync(
                found.Files, await found.ToJobAsync(withSheets: false, cancellationToken).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false)).Held;
    }

    /// <summary>Changes a job and its claims. Returns <c>false</c> if it does not exist.</summary>
    private async ValueTask<bool> TryChangeAsync(
        string id, Func<JobClaims, (Job Next, bool Result)> change, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeAsync(id, new JobChange<bool>(change), cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.JobNotFound)
        {
            return false;
        }
    }

    /// <summary>Changes a job as its claims allow, and then the claims.</summary>
    private (Job Next, T Result) ChangeOfJob<T>(JobClaims claims, JobUpdate? update, Func<T> change)
    {
        Job next = update is null
            ? claims.Job
            : JobTransitions.Apply(claims.Job, update, claims.IsZombie, update.At ?? StoredTime.Truncate(time.GetUtcNow()));
        return (next, change());
    }
}
