using Marianne.Jobs;
using Marianne.Running;
using Marianne.Secrets;

namespace Marianne.Working;

/// <summary>What a worker works on at the moment: sheets that it claimed, and the runs of their jobs.</summary>
/// <param name="services">The services of the runner.</param>
/// <param name="options">The options of the worker.</param>
/// <param name="keeper">Claims and renews.</param>
/// <param name="scores">The scores of the jobs.</param>
/// <param name="outlet">Takes what leaves the runs.</param>
internal sealed class WorkInHand(
    RunnerServices services, WorkerOptions options, LeaseKeeper keeper, WorkScores scores, RunOutlet outlet) : IAsyncDisposable
{
    private readonly Dictionary<string, SharedRun> _runs = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _sheets = [];
    private readonly CancellationTokenSource _interrupt = new();
    private readonly JobClosing _closing = new(services, keeper, outlet);
    private readonly HashSet<string> _warnings = new(StringComparer.Ordinal);
    private readonly WorkedJobs _worked = new(services.StoredJobs, services.Time);
    private bool _hasMore;

    /// <summary>Receives each job of which sheets have run here when it has ended. The default ignores it.</summary>
    public Action<Job> JobEnded { get; init; } = _ => { };

    /// <summary>Indicates whether sheets run.</summary>
    public bool IsBusy => _sheets.Count > 0;

    /// <summary>
    /// Claims what this worker has a place for, starts it, and ends the jobs of which nothing is left. Returns what it found, or
    /// <c>null</c> if it did not look, because every place is taken or the store cannot be used at the moment.
    /// </summary>
    /// <param name="stop">A token to stop.</param>
    public async ValueTask<WorkRound?> AdvanceAsync(CancellationToken stop)
    {
        await CollectAsync().ConfigureAwait(false);
        await EndRunsAsync(run => run.IsEnding).ConfigureAwait(false);
        int capacity = options.Parallel - _sheets.Count;
        if (capacity <= 0)
            return null;

        var round = new WorkRound(options, scores, _runs, services.Time);
        if (!await TryAsync(() => round.ClaimAsync(services.Claims, keeper.Worker, capacity, stop)).ConfigureAwait(false))
            return null;

        foreach ((string id, string problem) in round.Problems)
            Warn(id, $"The job '{id}' is queued, but this worker cannot run it: {problem}");
        foreach (GrantedClaim claim in round.Granted)
            Start(claim, round);
        if (round.HasMore && !_hasMore)
            await TryAsync(() => services.Claims.HintAsync(stop)).ConfigureAwait(false); // Other workers are idle, or were until now.
        _hasMore = round.HasMore;
        await EndRunsAsync(_ => true).ConfigureAwait(false);
        foreach (string id in round.Over)
            await TryAsync(() => CloseAsync(id, round)).ConfigureAwait(false);
        if (round.Granted.Count == 0 || _worked.IsDue) // A round that grants something may not have seen the whole queue.
            await TryAsync(() => ReportEndedAsync(id => !round.HasSeen(id) && !_runs.ContainsKey(id))).ConfigureAwait(false);
        return round;
    }

    /// <summary>
    /// Waits until a sheet has ended, a time has passed, the store hints that there is something to do, or the worker is stopped.
    /// Returns <c>true</c> after a hint.
    /// </summary>
    /// <param name="delay">The time to wait.</param>
    /// <param name="hints">The hints of the store; <c>null</c> if they are of no use, because every place is taken.</param>
    /// <param name="stop">A token to stop.</param>
    public async Task<bool> WaitAsync(TimeSpan delay, IdleHints? hints, CancellationToken stop)
    {
        using var isOver = CancellationTokenSource.CreateLinkedTokenSource(stop);
        List<Task> ends = [.. _sheets, Task.Delay(delay, services.Time, isOver.Token)];
        Task? hint = hints?.NextAsync(delay, isOver.Token);
        if (hint is not null)
            ends.Add(hint);
        await Task.WhenAny(ends).ConfigureAwait(false);
        await isOver.CancelAsync().ConfigureAwait(false);
        if (hint is null)
            return false;

        // A wait that is cancelled may still take a hint. If it were left behind, it could also take the next one.
        await hint.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return hint.IsCompletedSuccessfully;
    }

    /// <summary>Uses the store. If it is busy or cannot be reached, a warning is announced once, and the work continues.</summary>
    /// <param name="operation">What is done.</param>
    public async ValueTask<bool> TryAsync(Func<ValueTask> operation)
    {
        const string OfStore = "";
        try
        {
            await operation().ConfigureAwait(false);
            _warnings.Remove(OfStore);
            return true;
        }
        catch (MarianneException error) when (StorePatience.MayPass(error))
        {
            Warn(OfStore, $"{error.Message} This worker tries again until it succeeds.");
            return false;
        }
        catch (OperationCanceledException)
        {
            return false; // The worker is stopped.
        }
    }

    /// <summary>Lets the sheets end within the grace of the options, interrupts those that have not, and ends all runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsBusy && options.Grace > TimeSpan.Zero)
        {
            using var ended = new CancellationTokenSource();
            await Task.WhenAny(Task.WhenAll(_sheets), Task.Delay(options.Grace, services.Time, ended.Token)).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }

        await _interrupt.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(_sheets).ConfigureAwait(false);
            await EndRunsAsync(_ => true).ConfigureAwait(false);
        }
        finally
        {
            // Also after an error: otherwise other workers wait for the leases of this one.
            await TryAsync(() => services.Claims.WithdrawAsync(keeper.Worker.Id, CancellationToken.None)).ConfigureAwait(false);
            await TryAsync(() => ReportEndedAsync(_ => true)).ConfigureAwait(false);
            _interrupt.Dispose();
        }
    }

    /// <summary>Removes the sheets that have ended. What one of them throws is an error of this worker.</summary>
    private async ValueTask CollectAsync()
    {
        foreach (Task ended in _sheets.Where(sheet => sheet.IsCompleted).ToArray())
        {
            _sheets.Remove(ended);
            await ended.ConfigureAwait(false);
        }
    }

    private void Start(GrantedClaim granted, WorkRound round)
    {
        (Job job, SheetChoice choice) = round.Of(granted.JobId);
        if (!_runs.TryGetValue(job.Id, out SharedRun? run))
            _runs[job.Id] = run = new SharedRun(job, scores.Of(job).Score!, services, outlet, _interrupt.Token);
        _worked.Add(job.Id);
        _sheets.Add(run.RunAsync(new SheetClaim(keeper, granted, round.SentAt, run.Warn), choice));
    }

    private async ValueTask ReportEndedAsync(Func<string, bool> mayHaveEnded)
    {
        foreach (Job job in await _worked.TakeEndedAsync(mayHaveEnded).ConfigureAwait(false))
            JobEnded(job);
    }

    private async ValueTask CloseAsync(string id, WorkRound round)
    {
        if (await _closing.TryCloseAsync(id, scores.Of(round.Of(id).Job).Score!).ConfigureAwait(false))
            round.HasClosed = true;
    }

    /// <summary>Ends runs of jobs of which no sheet runs here any more.</summary>
    private async ValueTask EndRunsAsync(Func<SharedRun, bool> which)
    {
        foreach ((string id, SharedRun run) in _runs.Where(item => !item.Value.HasSheets && which(item.Value)).ToArray())
        {
            _runs.Remove(id);
            await run.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Warn(string key, string message)
    {
        if (_warnings.Add(key))
            outlet.Warn(key, message, services.Time, SecretRedactor.None);
    }
}
