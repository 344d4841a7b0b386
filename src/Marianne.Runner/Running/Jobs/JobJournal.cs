using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>
/// What becomes of a job is written here: saved first, then told. No secret passes it.
/// </summary>
/// <param name="jobId">The job's id.</param>
/// <param name="services">The store and the clock.</param>
/// <param name="stop">Ends the run, and the patience with a store that somebody holds.</param>
/// <param name="redactor">Takes secrets out.</param>
/// <param name="announce">Is told of each change, one at a time.</param>
internal sealed class JobJournal(
    string jobId, RunnerServices services, RunCancellation stop, SecretRedactor redactor, Action<JobEvent> announce)
{
    /// <summary>The store has waited by itself before it says that it is held.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromSeconds(1);

    private readonly object _telling = new();
    private JobProgress _progress = new(0, 0);

    /// <summary>Changes a sheet. What is saved is saved even while the run is stopped.</summary>
    public ValueTask<SheetUpdateResult> MarkAsync(int number, SheetUpdate update)
    {
        SheetUpdate redacted = Redact(update);
        return SaveAsync(() => services.Jobs.UpdateSheetAsync(jobId, number, redacted, CancellationToken.None), number);
    }

    /// <summary>Changes the job.</summary>
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

    /// <summary>Begins to count the sheets that are done.</summary>
    public void Begin(JobProgress progress) => _progress = progress;

    /// <summary>Tells of a change.</summary>
    public void Tell(JobEventKind kind, string message, int? sheet = null, Func<JobEvent, JobEvent>? with = null)
    {
        var happened = new JobEvent(kind, jobId, services.Time.GetUtcNow(), redactor.Redact(message)!) { SheetNumber = sheet };
        lock (_telling)
        {
            if (kind is JobEventKind.SheetCompleted or JobEventKind.SheetSkipped)
                _progress = _progress with { Finished = _progress.Finished + 1 };
            happened = happened with { Progress = _progress };
            announce(with?.Invoke(happened) ?? happened);
        }
    }

    /// <summary>
    /// Saves, however long somebody else holds the store: what a sheet took hours for is not lost to a backup. Only when the
    /// run is to end it gives up.
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
                    Tell(JobEventKind.Warning, $"{error.Message} It is saved as soon as that is possible.", sheet);
            }

            await Task.WhenAny(Task.Delay(BusyPause, services.Time, stop.Token)).ConfigureAwait(false); // A stop cuts it short.
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
