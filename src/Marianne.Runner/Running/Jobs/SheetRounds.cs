using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>
/// Runs the sheets of a job that are not done. When nothing is left to run, but another process has meanwhile reset a sheet or
/// corrected a failed one, it runs what can run now.
/// </summary>
/// <param name="run">The run of the job.</param>
internal sealed class SheetRounds(JobRun run)
{
    /// <summary>Runs the sheets.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <returns>The job after the last sheet ended, and whether a sheet failed.</returns>
    public async Task<(Job Job, bool HasFailed)> RunAsync(Job job)
    {
        using var runEnds = new CancellationTokenSource();
        Task monitor = GuardAsync(run.Monitor.WatchAsync(runEnds.Token), run.Stop);
        try
        {
            ReadySheets? ready = ReadyOf(job, SheetDependencies.GraphOf(run.Score));
            bool hasFailed = false;
            while (ready is not null)
            {
                hasFailed |= await RunAsync(ready, job).ConfigureAwait(false);
                job = await run.LoadJobAsync().ConfigureAwait(false);
                bool areFailed = job.Sheets.Any(sheet => sheet.Status == SheetStatus.Failed && !IsAllowed(sheet));
                hasFailed = areFailed && (hasFailed || run.Chosen is not null);
                run.Score.Items.Learn(job);
                ready = Reopened(job, SheetDependencies.GraphOf(run.Score), hasFailed);
            }

            return (job, hasFailed);
        }
        finally
        {
            await runEnds.CancelAsync().ConfigureAwait(false);
            await monitor.ConfigureAwait(false);
        }
    }

    /// <summary>Runs some sheets, and those that depend on them. Returns whether one failed.</summary>
    private async Task<bool> RunAsync(ReadySheets ready, Job job)
    {
        // Each sheet has a thread of its own.
        Task<SheetRunResult> Start(int number, SheetSlot slot)
        {
            SheetVersion known = job.Sheets.VersionOf(number);
            return Task.Run(async () =>
            {
                SheetRunResult result = await SheetRunner.RunAsync(run, number, known, slot).ConfigureAwait(false);
                return result != SheetRunResult.Failed ? result
                    : run.Score.SheetOf(number).AllowFailure ? SheetRunResult.FailedAsAllowed
                    : run.Groups.FailsAlone(number) ? SheetRunResult.FailedAlone
                    : result;
            });
        }

        async Task ExpandAsync(int parent)
        {
            job = await run.LoadItemsAsync().ConfigureAwait(false);
            (int Number, ScoreItem Item)[] items = [.. run.Score.Items.Of(parent)];
            ready.Expand(parent, [.. items.Where(item => !item.Item.IsGone && !IsDone(job, item.Number)).Select(item => item.Number)]);
            foreach ((int number, _) in items.Where(item => StaysFailed(job, item.Number)))
                End(ready, job.Sheets[number - 1]);
        }

        run.Approvals.Begin();
        var scheduler = new SheetScheduler(
            run.Groups, ready, run.Budget.MayStart, run.Slots, Start, run.Approvals, run.Services.Time, run.Stop)
        {
            GroupOf = number => run.Score.Items.Find(number)?.Parent ?? 0,
            ExpandAsync = ExpandAsync,
        };
        await scheduler.RunAsync().ConfigureAwait(false);
        if (run.Stop.Reason is { } reason)
            await run.Stop.RequestAsync(reason, run.Stop.Message).ConfigureAwait(false); // The current attempts have ended.
        return scheduler.HasFailed;
    }

    /// <summary>Returns the sheets that can run because of another process, or <c>null</c> if there are none.</summary>
    private ReadySheets? Reopened(Job job, DependencyGraph graph, bool hasFailed)
    {
        bool isOver = run.Stop.IsRequested || (hasFailed && run.Score.Parallel.FailFast)
            || job.Status != JobStatus.Running || JobEnd.IsReached(job, run.Score);
        if (isOver)
            return null;

        ReadySheets ready = ReadyOf(job, graph);
        foreach (Sheet failed in job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed))
            End(ready, failed);
        foreach (int number in ready.InOrder.Where(number => job.Sheets.StatusOf(number) != SheetStatus.Pending).ToArray())
            ready.Start(number); // Another process works on it.
        if (!ready.InOrder.Any())
            return null;

        run.Journal.Begin(job.Progress);
        return ready;
    }

    /// <summary>Returns the sheets that can start. One that was not chosen never does, and is not done either.</summary>
    private ReadySheets ReadyOf(Job job, DependencyGraph graph)
    {
        var ready = new ReadySheets(Enumerable.Range(1, job.TotalSheets), graph, number => IsDone(job, number));
        foreach ((int number, _) in run.Score.Items.All().Where(item => StaysFailed(job, item.Number)))
            End(ready, job.Sheets[number - 1]);
        if (run.Chosen is { } chosen)
        {
            foreach (int number in ready.InOrder.Where(number => !chosen.Contains(number)).ToArray())
                ready.Start(number);
        }

        return ready;
    }

    private bool IsDone(Job job, int number) =>
        job.Sheets.HasEnded(number) || run.KeptFailures.Contains(number);

    private bool StaysFailed(Job job, int number) =>
        job.Sheets.StatusOf(number) == SheetStatus.Failed && !IsDone(job, number) && run.Groups.StaysFailed(number);

    private void End(ReadySheets ready, Sheet failed)
    {
        if (IsAllowed(failed))
            ready.Finish(failed.Number);
        else
            ready.Fail(failed.Number);
    }

    private bool IsAllowed(Sheet failed) => JobEnd.Allows(run.Score, failed.Number);

    /// <summary>Stops the run if the monitor throws, and passes its error on.</summary>
    private static async Task GuardAsync(Task monitor, RunCancellation stop)
    {
        try
        {
            await monitor.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            await stop.RequestAsync(StopReason.Error, error.Message).ConfigureAwait(false);
            throw;
        }
    }
}
