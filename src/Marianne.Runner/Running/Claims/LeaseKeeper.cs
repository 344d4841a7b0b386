using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Renews the leases of the claims that this process has in one store, all of them with one statement.</summary>
/// <remarks>
/// A renewal that fails says nothing about a claim: the work continues until the time at which its lease may end, reckoned from when
/// the last successful renewal was sent, and is ended before that. Timestamps are compared, so a clock that is set has no effect.
/// </remarks>
public sealed class LeaseKeeper
{
    private static readonly ConditionalWeakTable<IClaimStore, ConcurrentDictionary<(RunnerProcess, bool), LeaseKeeper>> Keepers = [];

    /// <summary>The time after which a renewal, or the return of a claim, is tried again.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(900);

    /// <summary>The minimum time for a renewal: a process that slept may ask whether it still has its claims.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The tokens of all claims that this process has, in any store.</summary>
    private static readonly ConcurrentDictionary<long, bool> Tokens = [];

    private static readonly ConcurrentDictionary<RunnerProcess, Worker> Sessions = [];

    private static int _claiming;

    private readonly object _lock = new();
    private readonly Dictionary<long, HeldClaim> _held = [];
    private readonly IClaimStore _store;
    private readonly TimeProvider _time;
    private bool _isRenewing;

    private LeaseKeeper(IClaimStore store, Worker worker, TimeProvider time)
    {
        _store = store;
        _time = time;
        Worker = worker;
    }

    /// <summary>The worker that has the claims.</summary>
    public Worker Worker { get; }

    /// <summary>Returns the keeper of the runs of a process in a store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="process">The process.</param>
    /// <param name="time">The clock.</param>
    public static LeaseKeeper Of(IClaimStore store, RunnerProcess process, TimeProvider time) => Of(store, process, time, isSession: false);

    /// <summary>Returns the keeper of the session of a process in a store, which marks sheets instead of running them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="process">The process.</param>
    /// <param name="time">The clock.</param>
    public static LeaseKeeper OfSession(IClaimStore store, RunnerProcess process, TimeProvider time) =>
        Of(store, process, time, isSession: true);

    /// <summary>Creates the keeper of a worker that is not one of the runs of its process.</summary>
    /// <param name="store">The store.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="time">The clock.</param>
    public static LeaseKeeper OfWorker(IClaimStore store, Worker worker, TimeProvider time) => new(store, worker, time);

    /// <summary>Takes a claim, and renews it until it is given back.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="claim">Asks the store for the claim.</param>
    /// <param name="work">The work that ends with the claim.</param>
    public async ValueTask<HeldClaim> ClaimAsync(string jobId, Func<Worker, ValueTask<GrantedClaim>> claim, ClaimedWork work)
    {
        ArgumentNullException.ThrowIfNull(claim);
        Interlocked.Increment(ref _claiming);
        try
        {
            for (bool isRepeated = false; ; isRepeated = true)
            {
                long sentAt = _time.GetTimestamp();
                try
                {
                    return Hold(await claim(Worker).ConfigureAwait(false), sentAt, work);
                }
                catch (MarianneException error) when (error.Error == MarianneError.JobIsPlayed && !isRepeated)
                {
                    if (!await TryGiveBackOwnAsync(jobId).ConfigureAwait(false))
                        throw;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _claiming);
        }
    }

    /// <summary>Renews a claim until it is given back.</summary>
    /// <param name="granted">The claim.</param>
    /// <param name="sentAt">The timestamp at which it was asked for.</param>
    /// <param name="work">The work that ends with the claim.</param>
    public HeldClaim Hold(GrantedClaim granted, long sentAt, ClaimedWork work)
    {
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(work);
        var held = new HeldClaim(this, granted, sentAt, work);
        bool isFirst;
        lock (_lock)
        {
            _held[held.Token] = held;
            Tokens[held.Token] = true;
            isFirst = !_isRenewing;
            _isRenewing = true;
        }

        if (isFirst)
            _ = Task.Run(RenewAsync);
        return held;
    }

    /// <summary>
    /// Gives back all claims, if there are any. If the store cannot be written, they end with their leases.
    /// </summary>
    public async ValueTask WithdrawAsync()
    {
        lock (_lock)
        {
            if (_held.Count == 0)
                return;

            foreach (long token in _held.Keys)
                Tokens.TryRemove(token, out _);
            _held.Clear();
        }

        try
        {
            await _store.WithdrawAsync(Worker.Id, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MarianneException)
        {
            // What uses the store next reports its error.
        }
    }

    internal void Remove(HeldClaim claim)
    {
        lock (_lock)
            _held.Remove(claim.Token);
        Tokens.TryRemove(claim.Token, out _);
    }

    internal async ValueTask GiveBackAsync(HeldClaim claim)
    {
        if (!await TryGiveBackAsync(claim.Granted).ConfigureAwait(false))
            _ = UnawaitedTask.ObserveAsync(GiveBackLaterAsync(claim.Granted), claim.Work.Warn);
    }

    private static LeaseKeeper Of(IClaimStore store, RunnerProcess process, TimeProvider time, bool isSession) => Keepers
        .GetOrCreateValue(store)
        .GetOrAdd(
            (process, isSession),
            _ => new LeaseKeeper(store, isSession ? SessionOf(process, time) : Worker.Create(process, time.GetUtcNow()), time));

    /// <summary>Returns the worker of the session of a process, which is the same for all stores, also after one was closed.</summary>
    private static Worker SessionOf(RunnerProcess process, TimeProvider time) =>
        Sessions.GetOrAdd(process, other => Worker.Create(other, time.GetUtcNow()));

    private async Task RenewAsync()
    {
        TimeSpan delay = NextInterval();
        while (true)
        {
            await Task.Delay(delay, _time).ConfigureAwait(false);
            lock (_lock)
            {
                _isRenewing = _held.Count > 0;
                if (!_isRenewing)
                    return;
            }

            delay = await TryRenewAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Renews all leases, and returns the time after which that is done again.</summary>
    private async ValueTask<TimeSpan> TryRenewAsync()
    {
        HeldClaim[] claims;
        lock (_lock)
            claims = [.. _held.Values];
        TimeSpan left = claims.Select(TimeLeft).Append(Lease.Length).Min();
        TimeSpan limit = left < Grace ? Grace : left;
        long sentAt = _time.GetTimestamp();
        try
        {
            IReadOnlyList<long> valid = await _store.RenewAsync(Worker.Id, Lease.Length, CancellationToken.None).AsTask()
                .WaitAsync(limit, _time).ConfigureAwait(false);
            Settle(claims, [.. valid], sentAt);
            return NextInterval();
        }
        catch (TimeoutException) when (_time.GetElapsedTime(sentAt) > limit + Grace)
        {
            return TimeSpan.Zero; // This process slept. Nothing is known before it has asked again.
        }
        catch (Exception error)
        {
            // Whatever the error is: without this loop, a lease would end while its work continues.
            foreach (HeldClaim claim in claims.Where(claim => TimeLeft(claim) <= TimeSpan.Zero))
                End(claim, RunErrors.LeaseNotRenewed(claim.Granted.JobId, error));
            return RetryInterval;
        }
    }

    private void Settle(IEnumerable<HeldClaim> claims, HashSet<long> valid, long sentAt)
    {
        foreach (HeldClaim claim in claims)
        {
            if (valid.Contains(claim.Token))
                claim.RenewedAt = sentAt;
            else
                End(claim, ClaimErrors.Lost(claim.Granted.JobId));
        }
    }

    /// <summary>Ends the work of a claim, unless the claim was given back meanwhile.</summary>
    private void End(HeldClaim claim, MarianneException error)
    {
        lock (_lock)
        {
            if (!_held.Remove(claim.Token))
                return;
        }

        Tokens.TryRemove(claim.Token, out _);
        Task ended = Task.Run(() => claim.Work.EndAsync(error)); // A long wait must not delay the renewal of other claims.
        _ = UnawaitedTask.ObserveAsync(ended, claim.Work.Warn);
    }

    private TimeSpan TimeLeft(HeldClaim claim) => Lease.Length - Lease.Margin - _time.GetElapsedTime(claim.RenewedAt);

    private async Task GiveBackLaterAsync(GrantedClaim claim)
    {
        do
            await Task.Delay(RetryInterval, _time).ConfigureAwait(false);
        while (!await TryGiveBackAsync(claim).ConfigureAwait(false));
    }

    /// <summary>
    /// Gives back the claim of a job that this process has according to the store, but that no run of it has: it could not be given
    /// back, for example because the disk was full.
    /// </summary>
    private async ValueTask<bool> TryGiveBackOwnAsync(string jobId)
    {
        if (Volatile.Read(ref _claiming) > 1)
            return false; // Another run may have got it just now.

        IReadOnlyList<Claim> claims = await _store.ListClaimsAsync(jobId, CancellationToken.None).ConfigureAwait(false);
        Claim? own = claims.FirstOrDefault(claim =>
            claim.SheetNumber is null && claim.Process == Worker.Process && !Tokens.ContainsKey(claim.Token));
        return own is not null
            && await _store.ReleaseAsync(jobId, own.Token, RunErrors.NotSaved, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Gives a claim back. Returns <c>false</c> if the store cannot be written at the moment.</summary>
    private async ValueTask<bool> TryGiveBackAsync(GrantedClaim claim)
    {
        try
        {
            await _store.ReleaseAsync(claim.JobId, claim.Token, RunErrors.NotSaved, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error is not (MarianneError.StoreClosed or MarianneError.StoreNotFound))
        {
            return false;
        }
        catch (MarianneException)
        {
            // There is no store any more.
        }

        return true;
    }

    /// <summary>Returns a little less than the interval, so that many processes do not renew at the same time.</summary>
    private static TimeSpan NextInterval() => Lease.RenewalInterval * (1 - (0.01 + (0.09 * Random.Shared.NextDouble())));
}
