using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Stops the run when another process pauses, cancels or removes the job.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The store, the clock and the runner process.</param>
/// <param name="stop">Stops the run.</param>
internal sealed class JobMonitor(string jobId, RunnerServices services, RunCancellation stop)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Polls the store until the run ends or is stopped.</summary>
    /// <param name="runEnds">Cancelled when the run ends.</param>
    public async Task WatchAsync(CancellationToken runEnds)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(runEnds, stop.Token);
        try
        {
            while (true)
            {
                await LongDelay.WaitAsync(Interval, services.Time, either.Token).ConfigureAwait(false);
                await TryPollAsync(either.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    /// <summary>Polls the store once, and stops the run if the job was paused, cancelled or taken over.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobNotFound: the job was removed.</exception>
    public async Task PollAsync(CancellationToken cancellationToken)
    {
        Job? job = await services.Jobs.LoadHeaderAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is null)
            throw JobErrors.NotFound(jobId);

        if (job.Status == JobStatus.Cancelled)
            stop.Request(StopReason.Cancel);
        else if (job.Status != JobStatus.Completed
            && (job.Status != JobStatus.Running || !services.Process.IsNamedBy(job.Runner)))
            stop.Request(StopReason.Pause);
    }

    /// <summary>Polls the store once. If it is busy, the next poll tries again; the journal warns of a busy store.</summary>
    private async Task TryPollAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PollAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreBusy)
        {
        }
    }
}
