using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// Stops the run when another process pauses, cancels or removes the job, and stops the sheets that another process changes.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The store and the clock.</param>
/// <param name="claims">The claims of the run.</param>
/// <param name="sheets">The running sheets.</param>
/// <param name="approvals">The approvals that sheets wait for.</param>
/// <param name="stop">Stops the run.</param>
internal sealed class JobMonitor(
    string jobId, RunnerServices services, RunClaims claims, RunningSheets sheets, RunApprovals approvals, RunCancellation stop)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private DateTimeOffset? _seen;

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

    /// <summary>
    /// Determines whether the job is no longer this run's, because another process paused, cancelled, completed or took it over.
    /// Then the run is stopped.
    /// </summary>
    /// <exception cref="MarianneException">JobNotFound: the job was removed.</exception>
    public async ValueTask<bool> IsLostAsync()
    {
        Job job = await LoadAsync(CancellationToken.None).ConfigureAwait(false);
        if (claims.Allow(job))
            return false;

        await StopAsync(job).ConfigureAwait(false);
        return true;
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        Job job = await LoadAsync(cancellationToken).ConfigureAwait(false);
        if (!claims.Allow(job) && job.Status != JobStatus.Completed) // The last sheet of this run completes its job, too.
            await StopAsync(job).ConfigureAwait(false);
        else if (job.UpdatedAt != _seen)
            await sheets.CompareAsync(cancellationToken).ConfigureAwait(false);
        await approvals.LookAsync(job.UpdatedAt != _seen, cancellationToken).ConfigureAwait(false);
        _seen = job.UpdatedAt;
    }

    private async ValueTask<Job> LoadAsync(CancellationToken cancellationToken) =>
        await services.StoredJobs.LoadStatusAsync(jobId, cancellationToken).ConfigureAwait(false)
        ?? throw JobErrors.NotFound(jobId);

    private Task StopAsync(Job job) => stop.RequestAsync(job.Status switch
    {
        JobStatus.Cancelled => StopReason.Cancel,
        JobStatus.Running => StopReason.Lost,
        _ => StopReason.Pause,
    });

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
