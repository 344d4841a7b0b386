using Marianne.Jobs;
using Marianne.Running;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Working;

/// <summary>The run of some sheets of a job, while other workers run others. What ends the job ends it for all workers.</summary>
internal sealed class SharedRun : IAsyncDisposable
{
    private readonly JobRun _run;
    private readonly RunCancellation _stop;
    private readonly CancellationTokenSource _ends = new();
    private readonly Task _monitor;
    private readonly Lazy<Task> _preparation;
    private int _sheets;

    /// <summary>Initializes a new instance, and begins to watch the job.</summary>
    /// <param name="job">The job without its sheets.</param>
    /// <param name="score">The score of the job.</param>
    /// <param name="services">The services of the runner.</param>
    /// <param name="outlet">Takes what leaves the run.</param>
    /// <param name="pause">A token to interrupt the sheets.</param>
    public SharedRun(Job job, WorkScore score, RunnerServices services, RunOutlet outlet, CancellationToken pause)
    {
        var redactor = SecretRedactor.Of(score.Score, services.Variable, services.OwnInstruments);
        _stop = new RunCancellation(message => outlet.Warn(job.Id, message, services.Time, redactor), pause);
        _run = new JobRun(
            job,
            RunClaims.OfSheets(),
            score.Score.ExpandedFor(job),
            score.Instruments,
            new Dictionary<int, decimal>(),
            services,
            _stop,
            outlet,
            redactor);
        ConfigHash = job.ConfigHash;
        _preparation = new Lazy<Task>(PrepareAsync);
        _monitor = Task.Run(MonitorAsync, CancellationToken.None);
    }

    /// <summary>The hash of the score that is run.</summary>
    public string? ConfigHash { get; }

    /// <summary>Indicates whether sheets of the job run here.</summary>
    public bool HasSheets => Volatile.Read(ref _sheets) > 0;

    /// <summary>Indicates whether no further sheet of the job may start here.</summary>
    public bool IsEnding => _stop.IsEnding;

    /// <summary>Determines whether a sheet may start beside a number of running ones.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="running">The number of running sheets.</param>
    public bool MayStart(int number, int running) => _run.Budget.MayStart(number, running);

    /// <summary>Announces a warning.</summary>
    /// <param name="message">The warning, as a sentence.</param>
    public void Warn(string message) => _run.Journal.Announce(JobEventKind.Warning, message);

    /// <summary>Runs a claimed sheet on another thread, and gives the claim back.</summary>
    /// <param name="claim">The claim.</param>
    /// <param name="choice">What was chosen of the job.</param>
    public Task RunAsync(SheetClaim claim, SheetChoice choice)
    {
        Interlocked.Increment(ref _sheets);
        _run.Claims.Add(claim);
        _run.Journal.Begin(choice.Progress);
        return Task.Run(async () =>
        {
            try
            {
                await (choice.IsReset ? ResetAsync(claim) : PlayAsync(claim)).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                // The job is paused with it when the other sheets have ended.
                await _stop.RequestAsync(StopReason.Error, $"The run failed: {error.Message}").ConfigureAwait(false);
            }
            finally
            {
                _run.Claims.Remove(claim);
                await claim.DisposeAsync().ConfigureAwait(false);
                Interlocked.Decrement(ref _sheets);
            }
        });
    }

    /// <summary>Ends the run here, after its sheets have ended. A reason that concerns the whole job pauses it for all workers.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync().ConfigureAwait(false);
        await _monitor.ConfigureAwait(false);
        if (_stop is { Reason: StopReason.Cost or StopReason.Blocked or StopReason.Error })
            await PauseAsync(_stop.Message).ConfigureAwait(false);
        await _run.Learning.FlushAsync().ConfigureAwait(false);
        _run.Dispose();
        await _stop.DisposeAsync().ConfigureAwait(false);
        _ends.Dispose();
    }

    private async Task PlayAsync(SheetClaim claim)
    {
        await _preparation.Value.ConfigureAwait(false);
        await LearnAsync(claim.Number).ConfigureAwait(false);
        if (_run.Score.CostLimits.Enabled)
            _run.Budget.Refresh((await _run.LoadJobAsync().ConfigureAwait(false)).Cost); // Other workers have spent, too.
        if (claim.Granted.Takeovers.GetValueOrDefault(claim.Number) > 0)
            await new RunLeftovers(_run).EndAsync(claim).ConfigureAwait(false);

        SheetSlot slot = _run.Slots.TryTake()!; // Their number is not limited here.
        try
        {
            SheetRunResult result = await SheetRunner.RunAsync(_run, claim.Number, known: default, slot).ConfigureAwait(false);
            if (result is SheetRunResult.Done or SheetRunResult.Failed)
                claim.Forget(); // The store gave it back with the end of the sheet.
        }
        finally
        {
            slot.Release();
        }
    }

    /// <summary>Reads the items of the job again if this run does not know that of a sheet.</summary>
    private async ValueTask LearnAsync(int number)
    {
        if (_run.Score.FindSheet(number) is null)
            _run.Score.Items.Learn(await _run.LoadJobAsync().ConfigureAwait(false));
    }

    /// <summary>Creates the workspace, and reads what sheets have cost in earlier jobs if the budget is shared out.</summary>
    private async Task PrepareAsync()
    {
        RunWorkspace.Create(_run.Score.WorkspacePath);
        if (!_run.Score.CostLimits.Enabled)
            return;

        SheetForecast forecast = await SheetForecast
            .ReadAsync(_run.Services.StoredJobs, _run.Score.Name, CancellationToken.None).ConfigureAwait(false);
        _run.Budget.Refresh(spent: 0, forecast.Costs());
        if (EstimatedCosts.WarningOf(_run.Score, _run.Instruments) is { } warning)
            _run.Journal.Announce(JobEventKind.Warning, warning);
    }

    /// <summary>Lets a sheet that failed in an earlier run of the job start again with all retries.</summary>
    private async Task ResetAsync(SheetClaim claim)
    {
        SheetWatch watch = await _run.Sheets.WatchAsync(claim.Number).ConfigureAwait(false);
        try
        {
            if (watch.Sheet.Status == SheetStatus.Failed)
                await new SheetJournal(_run, watch).ResetAsync().ConfigureAwait(false);
        }
        finally
        {
            _run.Sheets.Remove(watch);
        }
    }

    private async Task MonitorAsync()
    {
        try
        {
            await _run.Monitor.WatchAsync(_ends.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await _stop.RequestAsync(StopReason.Error, $"The run failed: {error.Message}").ConfigureAwait(false);
        }
    }

    private async ValueTask PauseAsync(string? message)
    {
        try
        {
            await _run.Journal.EndAsync(new JobUpdate.Pause(message)).ConfigureAwait(false);
            _run.Journal.Announce(JobEventKind.JobPaused, $"Paused. {message}".TrimEnd());
        }
        catch (MarianneException error)
        {
            // Another process has ended or removed the job meanwhile, or the store cannot be written.
            _run.Journal.Announce(JobEventKind.Warning, $"{message} {error.Message}".Trim());
        }
    }
}
