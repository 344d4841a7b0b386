using Marianne.History;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Saves every change of a job, and then announces it. Secrets are redacted in both.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="claims">The claims of the run. Each change carries a token.</param>
/// <param name="score">The score, which has the names of the sheets.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Stops the run. After that, a busy store is not waited for.</param>
/// <param name="outlet">Takes the changes and the events, one event at a time.</param>
/// <param name="redactor">Redacts secrets.</param>
internal sealed class JobJournal(
    string jobId,
    RunClaims claims,
    Score score,
    TimeProvider time,
    RunCancellation stop,
    RunOutlet outlet,
    SecretRedactor redactor)
{
    /// <summary>The store has already waited by itself before it reports that it is busy.</summary>
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private JobProgress _progress = new(0, 0);

    /// <summary>Saves a change of a sheet, also while the run is stopped.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    /// <param name="expected">The version that the sheet must have; <c>null</c> for any.</param>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(int number, SheetUpdate update, SheetVersion? expected = null)
    {
        var redacted = Redacted<SheetUpdate>.Of(update with { Token = claims.TokenOf(number), Expected = expected }, redactor);
        return SaveAsync(() => outlet.UpdateSheetAsync(jobId, number, redacted), number);
    }

    /// <summary>Applies the timeout of the approval that a sheet waits for.</summary>
    /// <param name="number">The sheet's number.</param>
    public ValueTask<ApprovalResult> SettleApprovalAsync(int number) =>
        SaveAsync(() => outlet.SettleApprovalAsync(jobId, number), number);

    /// <summary>Saves the end of the run, which gives the claim back, also while the run is stopped.</summary>
    /// <param name="update">The change.</param>
    /// <param name="history">
    /// The execution history to attach in the same step, or <c>null</c> to keep the attached one. Its texts are replaced.
    /// </param>
    public async ValueTask<Job> EndAsync(JobUpdate update, ExecutionHistory? history = null)
    {
        var redacted = Redacted<JobUpdate>.Of(update with { Token = claims.OfJob }, redactor);
        Redacted<ExecutionHistory>? attached = history is null ? null : Redacted<ExecutionHistory>.Of(history, redactor);
        Job job = await SaveAsync(() => outlet.UpdateAsync(jobId, redacted, attached)).ConfigureAwait(false);
        claims.Forget();
        return job;
    }

    /// <summary>Attaches an execution history to the job.</summary>
    /// <param name="history">The history. Its texts are replaced.</param>
    public ValueTask AttachHistoryAsync(ExecutionHistory history) =>
        outlet.AttachHistoryAsync(jobId, Redacted<ExecutionHistory>.Of(history, redactor));

    /// <summary>Sets the progress from which the announced changes are counted.</summary>
    /// <param name="progress">The progress of the stored job.</param>
    public void Begin(JobProgress progress) => _progress = progress;

    /// <summary>Announces an event.</summary>
    /// <param name="kind">The kind of event.</param>
    /// <param name="message">The message.</param>
    /// <param name="sheet">The sheet's number, or <c>null</c> if the event is about the whole job.</param>
    /// <param name="with">Adds details to the event.</param>
    public void Announce(JobEventKind kind, string message, int? sheet = null, Func<JobEvent, JobEvent>? with = null)
    {
        lock (_lock)
        {
            if (kind is JobEventKind.SheetCompleted or JobEventKind.SheetSkipped)
                _progress = _progress with { Finished = _progress.Finished + 1 };
            var jobEvent = new JobEvent(kind, jobId, time.GetUtcNow(), message)
            {
                SheetNumber = sheet,
                SheetName = sheet is { } number ? score.NameIfAny(number) : null,
                Progress = _progress,
            };
            outlet.Announce(Redacted<JobEvent>.Of(with?.Invoke(jobEvent) ?? jobEvent, redactor));
        }
    }

    /// <summary>
    /// Saves a change, however long the store is busy, so that hours of work are not lost because of a backup. Only after the
    /// run was stopped, a busy store is an error.
    /// </summary>
    private async ValueTask<T> SaveAsync<T>(Func<ValueTask<T>> save, int? sheet = null)
    {
        for (bool isWarned = false; ; isWarned = true)
        {
            bool isLast = stop.IsRequested;
            try
            {
                return await save().ConfigureAwait(false);
            }
            catch (MarianneException error) when (error.Error == MarianneError.StoreBusy && !isLast)
            {
                if (!isWarned)
                    Announce(JobEventKind.Warning, $"{error.Message} Saving is retried until it succeeds.", sheet);
            }

            // A stop ends the delay early.
            await Task.WhenAny(Task.Delay(BusyDelay, time, stop.Token)).ConfigureAwait(false);
        }
    }
}
