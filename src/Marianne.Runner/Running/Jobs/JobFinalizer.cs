using Marianne.History;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Saves and announces the result of a run.</summary>
/// <param name="run">The run of the job.</param>
internal sealed class JobFinalizer(JobRun run)
{
    private const int MostNumbers = 20;

    private readonly IJobReader _jobs = run.Services.StoredJobs;
    private readonly RunHistory _history = new(run.Services.StoredAttempts, run.Score, run.Services.StoredApprovals);

    /// <summary>
    /// Saves the result of a run whose sheets have ended or were stopped, together with its execution history, and returns the
    /// job.
    /// </summary>
    /// <param name="job">The job as it is stored.</param>
    /// <param name="hasFailed">Whether a sheet failed.</param>
    public async ValueTask<Job> SaveAsync(Job job, bool hasFailed)
    {
        await run.Learning.FlushAsync().ConfigureAwait(false);
        if (run.Claims.Allow(job) || IsDone(job))
            await EndAsync(job, UpdateOf(job, hasFailed)).ConfigureAwait(false);
        else
            await AttachHistoryAsync(job).ConfigureAwait(false);

        job = await run.LoadJobAsync().ConfigureAwait(false);
        Announce(job);
        return job;
    }

    /// <summary>Pauses a job whose run failed, if its store can still be written.</summary>
    /// <param name="error">The error.</param>
    public async ValueTask AbortAsync(Exception error)
    {
        try
        {
            await run.Learning.FlushAsync().ConfigureAwait(false);
            if (await _jobs.LoadAsync(run.JobId, CancellationToken.None).ConfigureAwait(false) is { } job && run.Claims.Allow(job))
                await EndAsync(job, new JobUpdate.Pause($"The run failed: {error.Message}")).ConfigureAwait(false);
        }
        catch (MarianneException)
        {
            // The store itself failed, and the caller throws that error. The next run recovers the job.
        }
    }

    /// <summary>
    /// Saves the end of the run and its execution history in one step, so that a job that has ended always has its history.
    /// </summary>
    private async ValueTask EndAsync(Job job, JobUpdate update)
    {
        update = update with { At = run.Services.Time.GetUtcNow() };
        Job ended = JobTransitions.Apply(job, update, isZombie: false, update.At.Value);
        if (await BuildHistoryAsync(ended).ConfigureAwait(false) is { } history)
        {
            try
            {
                await run.Journal.EndAsync(update, history).ConfigureAwait(false);
                return;
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreFull)
            {
                WarnOfHistory(error); // The end of the run needs less space.
            }
        }

        await run.Journal.EndAsync(update).ConfigureAwait(false);
    }

    /// <summary>Attaches the history of a run that another process has ended.</summary>
    private async ValueTask AttachHistoryAsync(Job job)
    {
        if (await BuildHistoryAsync(job).ConfigureAwait(false) is not { } history)
            return;

        try
        {
            await run.Journal.AttachHistoryAsync(history).ConfigureAwait(false);
        }
        catch (MarianneException error)
        {
            WarnOfHistory(error);
        }
    }

    /// <summary>
    /// Builds the history of a job, or returns <c>null</c> if there is none that can be attached. That is only a warning,
    /// because the sheets themselves are saved.
    /// </summary>
    private async ValueTask<ExecutionHistory?> BuildHistoryAsync(Job job)
    {
        try
        {
            ExecutionHistory? history = await _history.BuildAsync(job).ConfigureAwait(false);
            if (history is null)
                run.Journal.Announce(JobEventKind.Warning, "The execution history is too large to be attached to the job.");
            return history;
        }
        catch (MarianneException error)
        {
            WarnOfHistory(error);
            return null;
        }
    }

    private void WarnOfHistory(MarianneException error) => run.Journal.Announce(
        JobEventKind.Warning, $"The execution history could not be attached to the job: {error.Message}");

    /// <summary>
    /// Determines whether only the end of the job is missing: another process has paused it after its last sheet was saved.
    /// </summary>
    private bool IsDone(Job job) =>
        job.Status is JobStatus.Paused or JobStatus.Pending && JobEnd.IsReached(job, run.Score);

    private JobUpdate UpdateOf(Job job, bool hasFailed) =>
        JobEnd.IsReached(job, run.Score) ? JobEnd.UpdateOf(run.Score)
        : hasFailed && !run.Stop.IsRequested ? new JobUpdate.Fail(FailureOf(job))
        : new JobUpdate.Pause(PauseReasonOf(job));

    /// <summary>Returns why a job is paused, or <c>null</c> if the user paused it.</summary>
    private string? PauseReasonOf(Job job) =>
        !run.Stop.IsRequested && run.Chosen is not null
            ? "Only the chosen sheets were run. Run the job again to run the others."
        : !run.Stop.IsRequested && WaitingIn(job) is { Count: > 0 } waiting
            ? ApprovalText.PauseMessage(waiting)
        : !run.Stop.IsRequested && job.Sheets.FirstOrDefault(sheet => !sheet.IsFinished) is { } open
            ? $"Another process set sheet {run.Score.LabelOf(open.Number)} to {open.Status} during the run. Run the job again "
                + "to complete it."
            : run.Stop.Message;

    /// <summary>Returns the sheets that wait for approval.</summary>
    private List<(string Label, string? Message)> WaitingIn(Job job) =>
        [.. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Fermata).Select(sheet => (run.Score.LabelOf(sheet.Number), sheet.ErrorMessage))];

    /// <summary>Returns why a job is paused with what to do, or <c>null</c> if the user paused it.</summary>
    private string? PauseTextOf(Job job) => PauseReasonOf(job) is not { } reason ? null
        : ApprovalText.IsPauseMessage(reason) ? $"{reason} {ApprovalText.Advice}"
        : reason;

    /// <summary>Returns why the job failed: because of the sheets that it cannot do without.</summary>
    private string FailureOf(Job job) => FailureText.Of(
        [.. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed && !JobEnd.Allows(run.Score, sheet.Number))], run.Score);

    private string CompletionOf(Job job)
    {
        string[] failed = [.. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed).Select(sheet => run.Score.LabelOf(sheet.Number))];
        string numbers = string.Join(", ", failed.Take(MostNumbers)) + (failed.Length > MostNumbers ? ", ..." : "");
        return failed.Length == 0 ? "Completed."
            : $"Completed. Failed, as allow_failure allows: {CountText.Word(failed.Length, "sheet")} {numbers}.";
    }

    private void Announce(Job job)
    {
        (JobEventKind kind, string message) = job.Status switch
        {
            JobStatus.Completed => (JobEventKind.JobCompleted, CompletionOf(job)),
            JobStatus.Cancelled => (JobEventKind.JobCancelled, "Cancelled."),
            JobStatus.Failed => (JobEventKind.JobFailed, job.ErrorMessage ?? "Failed."),
            _ => (JobEventKind.JobPaused, PauseTextOf(job) is { } reason ? $"Paused. {reason}" : "Paused."),
        };
        run.Journal.Announce(kind, message, with: jobEvent => jobEvent with
        {
            Cost = job.Cost == 0 ? null : job.Cost,
            CostSource = job.CostSource,
        });
    }
}
