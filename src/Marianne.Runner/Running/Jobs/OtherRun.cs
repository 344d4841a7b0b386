using Marianne.Jobs;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Handles a job that another run already runs, as the request says.</summary>
/// <param name="services">The services of the runner.</param>
/// <param name="outlet">Takes the events.</param>
internal sealed class OtherRun(RunnerServices services, RunOutlet outlet)
{
    private readonly PollDelay _delay = new();

    /// <summary>Skips the job, or waits for the other run.</summary>
    /// <param name="prepared">The job that this run cannot run now.</param>
    /// <param name="redactor">Redacts the secrets of the score.</param>
    /// <param name="cancellationToken">A token to end the wait.</param>
    /// <returns>The job, if this run has nothing to do; <c>null</c> if it is to try again.</returns>
    public async ValueTask<Job?> HandleAsync(PreparedJob prepared, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        string id = prepared.Job.Id;
        if (prepared.Request.WhenRunning == WhenRunning.Skip)
        {
            Job? skipped = await services.StoredJobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (skipped is not null)
                Announce(JobEventKind.JobSkipped, skipped, "This run does nothing.", redactor);
            return skipped;
        }

        Job? job = await WaitAsync(id, redactor, cancellationToken).ConfigureAwait(false);
        bool maySeeMore = prepared.Request.Items is not null
            || (prepared.Request.Selection is not null && job?.Status == JobStatus.Completed);
        if (maySeeMore || job?.Status is not (JobStatus.Completed or JobStatus.Cancelled))
            return null; // There may be items that the other run did not have, or sheets to run again.

        outlet.Warn(id, $"The job '{id}' was {job.Status.ToString().ToLowerInvariant()} by another run.", services.Time, redactor);
        return job;
    }

    /// <summary>Waits until no run runs a job. Returns the job, or <c>null</c> if it was removed.</summary>
    private async ValueTask<Job?> WaitAsync(string id, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        JobProgress? shown = null;
        DateTimeOffset? seen = null;
        while (true)
        {
            // A job that was just paused may still be ending its sheets, so the first look is not taken at once either.
            Job? job = await services.StoredJobs.LoadAsync(id, cancellationToken).ConfigureAwait(false);
            if (job is { Status: JobStatus.Running, IsZombie: false } && job.Progress != shown)
            {
                Announce(JobEventKind.JobWaiting, job, "This run waits until the other one has ended.", redactor);
                shown = job.Progress;
            }

            await LongDelay.WaitAsync(_delay.Next(seen is not null && job?.UpdatedAt != seen), services.Time, cancellationToken)
                .ConfigureAwait(false);
            seen = job?.UpdatedAt;
            if (job is not { Status: JobStatus.Running, IsZombie: false })
                return job;
        }
    }

    private void Announce(JobEventKind kind, Job job, string what, SecretRedactor redactor)
    {
        JobProgress progress = job.Progress;
        string runner = job.Runner is { } process ? $" by the {process}" : "";
        var announced = new JobEvent(
            kind,
            job.Id,
            services.Time.GetUtcNow(),
            $"The job '{job.Id}' is being run{runner}: {CountText.Done(progress.Finished, progress.Total)}. {what}")
        {
            Progress = progress,
        };
        outlet.Announce(Redacted<JobEvent>.Of(announced, redactor));
    }
}
