using Marianne.History;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Saves and announces the result of a run.</summary>
/// <param name="run">The run of the job.</param>
internal sealed class JobFinalizer(JobRun run)
{
    private const int MostNumbers = 20;

    private readonly IJobReader _jobs = run.Services.StoredJobs;

    /// <summary>Saves the result of a run whose sheets have ended or were stopped, and returns the job.</summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="hasFailed">Whether a sheet failed.</param>
    public async ValueTask<Job> SaveAsync(Job job, bool hasFailed)
    {
        if (IsOurs(job))
        {
            await run.Journal.UpdateAsync(UpdateOf(job, hasFailed)).ConfigureAwait(false);
            job = await run.LoadJobAsync().ConfigureAwait(false);
        }

        await RunHistoryBuilder.AttachAsync(run, job).ConfigureAwait(false);
        Announce(job);
        return job;
    }

    /// <summary>Pauses a job whose run failed, if its store can still be written.</summary>
    /// <param name="error">The error.</param>
    public async ValueTask AbortAsync(Exception error)
    {
        try
        {
            if (await _jobs.LoadHeaderAsync(run.JobId, CancellationToken.None).ConfigureAwait(false) is { } job && IsOurs(job))
                await run.Journal.UpdateAsync(new JobUpdate.Pause($"The run failed: {error.Message}")).ConfigureAwait(false);
        }
        catch (MarianneException)
        {
            // The store itself failed, and the caller throws that error. The next run recovers the job.
        }
    }

    private bool IsOurs(Job job) => job.Status == JobStatus.Running && run.Services.Process.IsNamedBy(job.Runner);

    /// <summary>
    /// A job that is still Running although all its sheets are done was finished by another implementation, which does not
    /// count skipped sheets.
    /// </summary>
    private JobUpdate UpdateOf(Job job, bool hasFailed) =>
        job.Progress.Finished == job.TotalSheets ? new JobUpdate.Complete()
        : hasFailed && !run.Stop.IsRequested ? new JobUpdate.Fail(FailureOf(job))
        : new JobUpdate.Pause(run.Stop.Message);

    private static string FailureOf(Job job)
    {
        Sheet[] failed = [.. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed)];
        return failed switch
        {
            [var sheet] => $"Sheet {sheet.Number} failed: {sheet.ErrorMessage}",
            _ => $"Sheets {string.Join(", ", failed.Take(MostNumbers).Select(sheet => sheet.Number))} failed: "
                + failed[0].ErrorMessage,
        };
    }

    private void Announce(Job job)
    {
        (JobEventKind kind, string message) = job.Status switch
        {
            JobStatus.Completed => (JobEventKind.JobCompleted, "Completed."),
            JobStatus.Cancelled => (JobEventKind.JobCancelled, "Cancelled."),
            JobStatus.Failed => (JobEventKind.JobFailed, job.ErrorMessage ?? "Failed."),
            _ => (JobEventKind.JobPaused, run.Stop.Message is { } reason ? $"Paused. {reason}" : "Paused."),
        };
        run.Journal.Announce(kind, message, with: jobEvent => jobEvent with { Cost = job.Cost == 0 ? null : job.Cost });
    }
}
