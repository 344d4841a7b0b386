using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Notices when somebody else pauses, cancels or removes the job that is played here.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The store, the clock and the process that plays.</param>
/// <param name="stop">Ends the run.</param>
internal sealed class JobMonitor(string jobId, RunnerServices services, RunCancellation stop)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches until the run ends, or is ended.</summary>
    public async Task WatchAsync(CancellationToken runEnds)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(runEnds, stop.Token);
        try
        {
            while (true)
            {
                await LongDelay.WaitAsync(Interval, services.Time, either.Token).ConfigureAwait(false);
                await TryLookAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Looks once; a store that somebody holds at the moment tells the next time.</summary>
    private async Task TryLookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreBusy)
        {
            // Saving warns of it.
        }
    }

    /// <summary>Looks once, and ends the run if it is to be ended.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        Job? job = await services.Jobs.LoadHeaderAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is null)
            throw JobErrors.NotFound(jobId);

        if (job.Status == JobStatus.Cancelled)
            stop.Request(StopReason.Cancel);
        else if (job.Status != JobStatus.Completed && (job.Status != JobStatus.Running || !services.Process.IsNamedBy(job.Runner)))
            stop.Request(StopReason.Pause);
    }
}
