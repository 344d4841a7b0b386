using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Saves how a run ended, and tells it.</summary>
/// <param name="run">The run.</param>
internal sealed class JobFinalizer(JobRun run)
{
    private readonly IJobRepository _jobs = run.Services.Jobs;

    /// <summary>Saves the end of a run whose sheets have all ended or were stopped; gives the job as it is then.</summary>
    /// <param name="hasFailed">Whether a sheet failed for good.</param>
    public async ValueTask<Job> SaveAsync(bool hasFailed)
    {
        Job job = await LoadAsync().ConfigureAwait(false);
        if (IsOurs(job))
        {
            if (job.Progress.Finished == job.TotalSheets)
                await CompleteAsync(job).ConfigureAwait(false);
            else if (hasFailed && !run.Stop.IsRequested)
                await run.Journal.UpdateAsync(new JobUpdate.Fail(FailureOf(job))).ConfigureAwait(false);
            else
                await run.Journal.UpdateAsync(new JobUpdate.Pause(run.Stop.Message)).ConfigureAwait(false);
            job = await LoadAsync().ConfigureAwait(false);
        }

        await RunHistoryBuilder.AttachAsync(run, job).ConfigureAwait(false);
        Tell(job);
        return job;
    }

    /// <summary>Pauses a job whose run broke off, as far as its store still can.</summary>
    public async ValueTask BreakOffAsync(Exception error)
    {
        try
        {
            if (await _jobs.LoadHeaderAsync(run.JobId, CancellationToken.None).ConfigureAwait(false) is { } job && IsOurs(job))
                await run.Journal.UpdateAsync(new JobUpdate.Pause($"The run broke off: {error.Message}")).ConfigureAwait(false);
        }
        catch (MarianneException)
        {
            // It is the store that broke, which the error says that is on its way. Whoever plays the job next recovers it.
        }
    }

    private bool IsOurs(Job job) => job.Status == JobStatus.Running && run.Services.Process.IsNamedBy(job.Runner);

    private async ValueTask<Job> LoadAsync() =>
        await _jobs.LoadAsync(run.JobId, CancellationToken.None).ConfigureAwait(false) ?? throw JobErrors.NotFound(run.JobId);

    /// <summary>Completes a job whose last sheet did not: another implementation finished it, and does not count skipped ones.</summary>
    private async ValueTask CompleteAsync(Job job)
    {
        job.Status = JobStatus.Completed;
        job.Runner = null;
        job.CurrentSheet = null;
        job.CompletedAt = run.Services.Time.GetUtcNow();
        await _jobs.SaveAsync(job, SaveMode.IfUnchanged, CancellationToken.None).ConfigureAwait(false);
    }

    private static string FailureOf(Job job)
    {
        Sheet[] failed = [.. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed)];
        return failed switch
        {
            [] => "A sheet failed.", // And somebody has changed it since.
            [var sheet] => $"Sheet {sheet.Number} failed: {sheet.ErrorMessage}",
            _ => $"Sheets {string.Join(", ", failed.Take(20).Select(sheet => sheet.Number))} failed: {failed[0].ErrorMessage}",
        };
    }

    private void Tell(Job job)
    {
        (JobEventKind kind, string message) = job.Status switch
        {
            JobStatus.Completed => (JobEventKind.JobCompleted, "Completed."),
            JobStatus.Cancelled => (JobEventKind.JobCancelled, "Cancelled."),
            JobStatus.Failed => (JobEventKind.JobFailed, job.ErrorMessage ?? "Failed."),
            _ => (JobEventKind.JobPaused, run.Stop.Message is { } why ? $"Paused. {why}" : "Paused."),
        };
        run.Journal.Tell(kind, message, with: happened => happened with { Cost = job.Cost == 0 ? null : job.Cost });
    }
}
