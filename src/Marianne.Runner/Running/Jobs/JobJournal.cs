using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>Saves every change of a job, and then announces it. Secrets are redacted in both.</summary>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The store and the clock.</param>
/// <param name="stop">Stops the run. After that, a busy store is not waited for.</param>
/// <param name="redactor">Redacts secrets.</param>
/// <param name="announce">Receives the events, one at a time.</param>
internal sealed class JobJournal(
    string jobId, RunnerServices services, RunCancellation stop, SecretRedactor redactor, Action<JobEvent> announce)
{
    /// <summary>The store has already waited by itself before it reports that it is busy.</summary>
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private JobProgress _progress = new(0, 0);

    /// <summary>Saves a change of a sheet, also while the run is stopped.</summary>
    /// <param name="number">The sheet's number.</param>
    /// <param name="update">The change.</param>
    public ValueTask<SheetUpdateResult> UpdateSheetAsync(int number, SheetUpdate update)
    {
        SheetUpdate redacted = Redact(update);
        return SaveAsync(() => services.Jobs.UpdateSheetAsync(jobId, number, redacted, CancellationToken.None), number);
    }

    /// <summary>Saves a change of the job, also while the run is stopped.</summary>
    /// <param name="update">The change.</param>
    public ValueTask<Job> UpdateAsync(JobUpdate update)
    {
        JobUpdate redacted = update switch
        {
            JobUpdate.Fail fail => fail with { Message = redactor.Redact(fail.Message)! },
            JobUpdate.Pause pause => pause with { Message = redactor.Redact(pause.Message) },
            _ => update,
        };
        return SaveAsync(() => services.Jobs.UpdateAsync(jobId, redacted, CancellationToken.None));
    }

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
        var jobEvent = new JobEvent(kind, jobId, services.Time.GetUtcNow(), redactor.Redact(message)!) { SheetNumber = sheet };
        lock (_lock)
        {
            if (kind is JobEventKind.SheetCompleted or JobEventKind.SheetSkipped)
                _progress = _progress with { Finished = _progress.Finished + 1 };
            jobEvent = jobEvent with { Progress = _progress };
            announce(with?.Invoke(jobEvent) ?? jobEvent);
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
            await Task.WhenAny(Task.Delay(BusyDelay, services.Time, stop.Token)).ConfigureAwait(false);
        }
    }

    private SheetUpdate Redact(SheetUpdate update)
    {
        SheetUpdate redacted = update switch
        {
            SheetUpdate.Complete complete => complete with { Result = Redact(complete.Result) },
            SheetUpdate.Fail fail => fail with { Result = Redact(fail.Result), Message = redactor.Redact(fail.Message) },
            SheetUpdate.Wait wait => wait with { Result = Redact(wait.Result), Message = redactor.Redact(wait.Message) },
            SheetUpdate.Skip skip => new SheetUpdate.Skip(redactor.Redact(skip.Reason)),
            _ => update,
        };
        return redacted with
        {
            Attempt = update.Attempt is { } attempt ? attempt with { Prompt = redactor.Redact(attempt.Prompt) } : null,
            Measures = update.Measures is { } measures ? measures with { Model = redactor.Redact(measures.Model) } : null,
        };
    }

    private SheetResult Redact(SheetResult result) => result with
    {
        ValidationDetails = result.ValidationDetails is { } details ? [.. details.Select(redactor.Redact)] : null,
    };
}
