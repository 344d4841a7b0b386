using System.Runtime.CompilerServices;
using Marianne.Jobs;
using Marianne.Running;
using Marianne.Secrets;

namespace Marianne.Working;

/// <summary>
/// Runs sheets of all queued jobs of a store, together with the other workers of the store: a sheet is run by one worker at a time.
/// </summary>
/// <remarks>
/// No worker leads. Each claims what is ready, renews its claims while it works, and takes over what a dead one has left.
/// </remarks>
/// <param name="services">The services of the runner.</param>
/// <param name="options">The options.</param>
public sealed class WorkerLoop(RunnerServices services, WorkerOptions options)
{
    /// <summary>The time after which a worker says again that it works. After three minutes of silence it counts as gone.</summary>
    private static readonly TimeSpan AnnounceInterval = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Receives each job of which this worker has run sheets, with all its sheets, when the job has ended or is paused, whichever worker
    /// or user did that. The default ignores it. It is called from any thread.
    /// </summary>
    public Action<Job> JobEnded { get; init; } = _ => { };

    /// <summary>Works until it is stopped or, if the options say so, until there is nothing left to do.</summary>
    /// <param name="announce">Receives each change after it was saved, one at a time and from any thread.</param>
    /// <param name="stop">A token to stop: no further sheet starts, and those that run end or are interrupted.</param>
    /// <exception cref="MarianneException">The store cannot be used, or not by several workers.</exception>
    public async Task RunAsync(Action<JobEvent> announce, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(announce);

        services.Claims.CheckQueue();
        var clock = new StoreClock(services.Time);
        RunnerServices timed = services with { Time = clock };
        var abilities = new WorkerAbilities(timed);
        Worker worker = Worker.Create(timed.Process, timed.Time.GetUtcNow()) with
        {
            CanRun = abilities.Announced(Environment.CurrentDirectory),
        };
        RunOutlet outlet = timed.CreateOutlet(announce);
        try
        {
            await new StorePatience(timed.Time, timed.Random).RunAsync(AnnounceAsync, Warn, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }

        var scores = new WorkScores(timed, abilities);
        var keeper = LeaseKeeper.OfWorker(timed.Claims, worker, clock);
        var work = new WorkInHand(timed, options, keeper, scores, outlet) { JobEnded = JobEnded };
        await using (work.ConfigureAwait(false))
            await RunAsync(work, worker, timed, outlet, stop).ConfigureAwait(false);

        async ValueTask AnnounceAsync()
        {
            await timed.Claims.AnnounceAsync(worker, stop).ConfigureAwait(false);
            clock.Measure(await timed.Claims.ListWorkersAsync(stop).ConfigureAwait(false), worker.Id);
        }

        void Warn(string message) => outlet.Warn("", message, timed.Time, SecretRedactor.None);
    }

    private async Task RunAsync(
        WorkInHand work, Worker worker, RunnerServices timed, RunOutlet outlet, CancellationToken stop)
    {
        var deadlines = new ApprovalDeadlines(timed, outlet);
        var delay = new IdleDelay(timed.Random);
        long announcedAt = timed.Time.GetTimestamp();
        var cleaning = new IdleCleaning(timed, outlet);
        var hints = new IdleHints(timed.Claims);
        await using ConfiguredAsyncDisposable listening = hints.ConfigureAwait(false);
        while (!stop.IsCancellationRequested)
        {
            if (timed.Time.GetElapsedTime(announcedAt) >= AnnounceInterval)
            {
                await work.TryAsync(() => timed.Claims.AnnounceAsync(worker, CancellationToken.None)).ConfigureAwait(false);
                announcedAt = timed.Time.GetTimestamp();
            }

            if (deadlines.IsDue)
                await work.TryAsync(deadlines.SettleAsync).ConfigureAwait(false);
            WorkRound? round = await work.AdvanceAsync(stop).ConfigureAwait(false);
            if (round is { HasWork: true })
            {
                await hints.StopAsync().ConfigureAwait(false);
                delay.Reset();
                continue;
            }

            await work.TryAsync(() => cleaning.CleanAsync(stop)).ConfigureAwait(false);
            if (options.UntilIdle && !work.IsBusy && round is { IsActive: false, NextAt: null })
                return;
            TimeSpan? untilDue = round?.NextAt - timed.Time.GetUtcNow();
            TimeSpan pause = delay.Next(round?.IsActive == true, untilDue);
            if (await work.WaitAsync(pause, round is null ? null : hints, stop).ConfigureAwait(false))
                delay.Reset();
        }
    }
}
