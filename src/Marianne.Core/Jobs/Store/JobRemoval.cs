namespace Marianne.Jobs;

/// <summary>Removes jobs, unless they are running.</summary>
/// <param name="jobs">The job store.</param>
/// <param name="current">The current process.</param>
public sealed class JobRemoval(IJobStore jobs, RunnerProcess current)
{
    /// <summary>
    /// Returns the process that runs a job or one of its sheets, or <c>null</c> if none does. A job that cannot be read is not run either.
    /// </summary>
    /// <param name="id">The job's id.</param>
    /// <param name="isForced">Indicates whether a job that is running is removed, too.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">
    /// JobNotFound: the job does not exist. JobIsPlayed: it is running, and it is not removed by force.
    /// </exception>
    public async ValueTask<RunnerProcess?> FindRunnerAsync(string id, bool isForced, CancellationToken cancellationToken)
    {
        Job? job;
        try
        {
            job = await jobs.LoadHeaderAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.StoreCorrupt)
        {
            return null; // What is damaged must be removable.
        }

        if (job is null)
            throw JobErrors.NotFound(id);
        if (await RunnerOfAsync(job, cancellationToken).ConfigureAwait(false) is not { } runner)
            return null;
        return isForced ? runner : throw JobErrors.RemovedWhileRunning(job, runner, isCurrent: runner == current);
    }

    /// <summary>A job that was paused is still claimed until its run has ended the sheets.</summary>
    private async ValueTask<RunnerProcess?> RunnerOfAsync(Job job, CancellationToken cancellationToken) =>
        job is { Status: JobStatus.Running, IsZombie: false, Runner: { } runner }
            ? runner
            : (await jobs.ListClaimsAsync(job.Id, cancellationToken).ConfigureAwait(false))
                .FirstOrDefault(claim => claim.IsLive)?.Process;

    /// <summary>Removes a job.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">JobNotFound: the job does not exist.</exception>
    public async ValueTask RemoveAsync(string id, CancellationToken cancellationToken)
    {
        if (!await jobs.DeleteAsync(id, cancellationToken).ConfigureAwait(false))
            throw JobErrors.NotFound(id);
    }
}
