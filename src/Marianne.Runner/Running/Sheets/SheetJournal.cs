using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Signals;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>Saves every change of one sheet, and then announces it.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">The sheet. If another process changes it, nothing is saved any more.</param>
internal sealed class SheetJournal(JobRun run, SheetWatch watch)
{
    /// <summary>The sheet as it was saved last.</summary>
    public Sheet Sheet => watch.Sheet;

    /// <summary>The mode of the current or next attempt: one of <see cref="ExecutionModes"/>.</summary>
    public string Mode { get; set; } = watch.Sheet.ExecutionMode ?? ExecutionModes.Normal;

    /// <summary>Resets the counters of a sheet that failed in an earlier run, so that it starts again with all retries.</summary>
    public void StartOver()
    {
        Mode = ExecutionModes.Normal;
        Sheet.Measures = Sheet.Measures.Again();
    }

    /// <summary>Lets a sheet that failed in an earlier run of the job start again, by any worker.</summary>
    public async ValueTask ResetAsync()
    {
        StartOver();
        await UpdateAsync(new SheetUpdate.Interrupt { Measures = Sheet.Measures }).ConfigureAwait(false);
    }

    /// <summary>Starts an attempt.</summary>
    /// <exception cref="OperationCanceledException">Another process paused or cancelled the job.</exception>
    public async ValueTask StartAsync()
    {
        await UpdateAsync(new SheetUpdate.Start(run.Claims.Runner)
        {
            Mode = Mode,
            OnlyAsRunner = true,
            Measures = MeasuresAtStart(),
        }).ConfigureAwait(false);
        Announce(JobEventKind.SheetStarted, Sheet.AttemptCount == 1 ? "Started." : $"Started attempt {Sheet.AttemptCount}.");
    }

    /// <summary>Saves what the current attempt has reported so far.</summary>
    /// <param name="measures">The measures of the sheet.</param>
    public async Task MeasureAsync(SheetMeasures measures) =>
        await UpdateAsync(new SheetUpdate.Measure { Measures = measures }).ConfigureAwait(false);

    private SheetMeasures MeasuresAtStart()
    {
        SheetMeasures measures = Sheet.Measures.AfterWait();
        return run.Score.SheetOf(Sheet.Number).Fallback.Count > 0 && run.SheetInstruments.Of(Sheet.Number) is { } instrument
            ? measures.WithInstrument(Sheet.AttemptCount + 1, instrument.Name)
            : measures;
    }

    /// <summary>Completes the sheet.</summary>
    /// <param name="result">The result of its last attempt.</param>
    public async ValueTask<SheetRunResult> CompleteAsync(AttemptResult result)
    {
        string outcome = Mode == ExecutionModes.Completion ? OutcomeCategories.SuccessCompletion
            : result.Measures.Retries > 0 ? OutcomeCategories.SuccessRetry
            : OutcomeCategories.SuccessFirstTry;
        var complete = new SheetUpdate.Complete(result.ToSheetResult(outcome)) { LeavesJobRunning = true, Outputs = result.Outputs };
        await UpdateAsync(complete, result).ConfigureAwait(false);
        Announce(JobEventKind.SheetCompleted, "Completed.", Sheet.ExecutionDuration);
        await run.Learning.RecordOutcomeAsync(Sheet).ConfigureAwait(false);
        return SheetRunResult.Done;
    }

    /// <summary>Skips the sheet.</summary>
    /// <param name="reason">The reason.</param>
    public async ValueTask<SheetRunResult> SkipAsync(string reason)
    {
        await UpdateAsync(new SheetUpdate.Skip(reason) { LeavesJobRunning = true }).ConfigureAwait(false);
        Announce(JobEventKind.SheetSkipped, reason);
        return SheetRunResult.Done;
    }

    /// <summary>Fails the sheet after its last attempt.</summary>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="message">The reason why the sheet failed.</param>
    /// <param name="category">The category of the error.</param>
    /// <param name="outcome">The category of the outcome.</param>
    public async ValueTask<SheetRunResult> FailAsync(AttemptResult result, string message, string category, string outcome)
    {
        result = result with { Measures = result.Measures with { Incident = null } };
        await UpdateAsync(new SheetUpdate.Fail(result.ToSheetResult(outcome), message, category), result).ConfigureAwait(false);
        return await AnnounceFailureAsync(message).ConfigureAwait(false);
    }

    /// <summary>Fails the sheet before its first attempt.</summary>
    /// <param name="code">The error.</param>
    /// <param name="details">The details of the error.</param>
    /// <param name="isDenied">Indicates whether a user denied the sheet, or the time for an answer is over.</param>
    public async ValueTask<SheetRunResult> RejectAsync(ErrorCode code, string? details, bool isDenied = false)
    {
        string message = $"{code} {details}";
        await UpdateAsync(new SheetUpdate.Fail(SheetResult.Empty, message, code.Category)
        {
            AppliesDenial = isDenied,
            Measures = Sheet.Measures.With(code.Code),
        }).ConfigureAwait(false);
        return await AnnounceFailureAsync(message).ConfigureAwait(false);
    }

    /// <summary>Asks for the decision of a user.</summary>
    /// <param name="approval">What is to be decided.</param>
    public async ValueTask AskAsync(SheetApproval approval) => await UpdateAsync(new SheetUpdate.Ask(approval)
    {
        Measures = Sheet.Measures.AfterWait() with { WaitingSince = approval.AskedAt, NextAttemptAt = approval.TimesOutAt },
    }).ConfigureAwait(false);

    /// <summary>Ends an attempt that is followed by another one after a wait.</summary>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="reason">The reason for the wait.</param>
    /// <param name="plan">The wait.</param>
    /// <param name="advice">How to end the wait, as a sentence; <c>null</c> if there is no advice.</param>
    public async ValueTask WaitAsync(AttemptResult result, SheetWaitReason reason, WaitPlan plan, string? advice = null)
    {
        TimeSpan delay = plan.Delay;
        ErrorCode error = result.Error!;
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        SheetMeasures measures = result.Measures with { WaitingSince = now, NextAttemptAt = Duration.After(now, delay) };
        await UpdateAsync(
            new SheetUpdate.Wait(reason, result.ToSheetResult(), result.Message, error.Category),
            result with { Measures = measures }).ConfigureAwait(false);

        string time = DurationFormatter.OfWait(delay);
        string why = plan.Reason is null ? "" : $": {plan.Reason}";
        (JobEventKind kind, string next) = reason switch
        {
            SheetWaitReason.RateLimit => (JobEventKind.SheetWaiting, $"Waiting for {time}{why}."),
            SheetWaitReason.Completion => (JobEventKind.SheetCompleting, $"Retrying in {time} to complete it."),
            _ => (JobEventKind.SheetRetrying, $"Retrying in {time}{why}."),
        };
        Announce(kind, $"{result.Message} {next} {advice}".TrimEnd(), delay, error.Code);
    }

    /// <summary>Ends an attempt that is followed at once by one with another instrument or session. It uses no retry.</summary>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="change">What is different, and why.</param>
    public async ValueTask ChangeAsync(AttemptResult result, string change)
    {
        await UpdateAsync(
            new SheetUpdate.Wait(SheetWaitReason.Retry, result.ToSheetResult(), $"{result.Message} {change}", result.Error!.Category),
            result).ConfigureAwait(false);
        Announce(JobEventKind.SheetRetrying, $"{result.Message} {change}", errorCode: result.Error.Code);
    }

    /// <summary>Ends an attempt after which the job is paused. The sheet waits, and the next run makes another attempt.</summary>
    /// <param name="result">The result of the attempt.</param>
    /// <param name="reason">The reason why the job is paused, as a sentence.</param>
    /// <param name="wait">The wait after which another attempt may succeed; <c>null</c> if it is not known.</param>
    public async ValueTask BlockAsync(AttemptResult result, string reason, LimitWait? wait)
    {
        ErrorCode error = result.Error!;
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        SheetMeasures measures = wait is null
            ? result.Measures
            : result.Measures with
            {
                WaitingSince = now,
                NextAttemptAt = Duration.After(now, wait.Delay),
                LimitId = wait.Limit?.Id,
            };
        await UpdateAsync(
            new SheetUpdate.Wait(SheetWaitReason.Hold, result.ToSheetResult(), result.Message, error.Category),
            result with { Measures = measures }).ConfigureAwait(false);
        Announce(JobEventKind.SheetInterrupted, $"{result.Message} {reason}", errorCode: error.Code);
    }

    /// <summary>Holds the sheet back before its next attempt.</summary>
    /// <remarks>
    /// The expected time is not a promise: whether the sheet may start is asked again and again, also by the next run.
    /// </remarks>
    /// <param name="reason">The reason.</param>
    /// <param name="category">One of <see cref="ErrorCategories"/>, or <c>null</c> for an open circuit breaker.</param>
    /// <param name="expected">The time that the sheet is expected to wait; <c>null</c> if it is not known.</param>
    public async Task HoldAsync(string reason, string? category, TimeSpan? expected)
    {
        await UpdateAsync(new SheetUpdate.Wait(SheetWaitReason.Hold, SheetResult.Empty, reason, category)
        {
            Measures = Sheet.Measures with
            {
                WaitingSince = null,
                NextAttemptAt = expected is { } time ? Duration.After(run.Services.Time.GetUtcNow(), time) : null,
            },
        }).ConfigureAwait(false);
        string wait = expected is { } known ? $" Waiting for {DurationFormatter.OfWait(known)}." : "";
        Announce(JobEventKind.SheetWaiting, reason + wait, expected);
    }

    /// <summary>
    /// Reverts the current attempt after the run was stopped. A sheet that waits is not changed, unless the job was cancelled,
    /// and continues to wait when the job is resumed.
    /// </summary>
    /// <param name="measure">Returns the sheet's measures, including the interrupted attempt.</param>
    /// <param name="record">Returns the record of the interrupted attempt, or <c>null</c> if there is nothing to keep.</param>
    public async ValueTask InterruptAsync(Func<Sheet, SheetMeasures> measure, Func<Sheet, Execution?> record)
    {
        bool isRunning = Sheet.Status == SheetStatus.InProgress;
        bool isCancelled = run.Stop.Reason == StopReason.Cancel;
        if (!isRunning && !isCancelled)
            return;

        try
        {
            await UpdateAsync(new SheetUpdate.Interrupt(isCancelled)
            {
                Runner = run.Claims.Runner,
                Measures = isRunning ? measure(Sheet) : null,
                Attempt = isRunning ? record(Sheet) : null,
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return; // Another process runs the job or has changed the sheet, so the sheet is no longer this run's.
        }

        Announce(
            JobEventKind.SheetInterrupted,
            isCancelled ? "Cancelled." : "Interrupted. It runs again when the job is resumed.");
    }

    /// <summary>Announces warnings.</summary>
    /// <param name="warnings">The warnings.</param>
    public void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            Announce(JobEventKind.Warning, warning);
    }

    /// <summary>Announces an event of the sheet.</summary>
    /// <param name="kind">The kind of event.</param>
    /// <param name="message">The message.</param>
    /// <param name="duration">The time that the sheet took or waits.</param>
    /// <param name="errorCode">The code of the error.</param>
    public void Announce(JobEventKind kind, string message, TimeSpan? duration = null, string? errorCode = null) =>
        run.Journal.Announce(kind, message, Sheet.Number, jobEvent => jobEvent with
        {
            Attempt = Math.Max(Sheet.AttemptCount, 1),
            Mode = Mode,
            Duration = duration,
            ErrorCode = errorCode,
            Cost = Sheet.Measures.Cost == 0 ? null : Sheet.Measures.Cost,
            CostSource = Sheet.Measures.CostSource,
        });

    /// <summary>Saves a change that is announced elsewhere.</summary>
    /// <param name="update">The change.</param>
    /// <exception cref="OperationCanceledException">Another process has changed the sheet, or stopped the job.</exception>
    public async ValueTask UpdateAsync(SheetUpdate update)
    {
        try
        {
            await watch.SaveAsync(async expected => (await run.Journal
                .UpdateSheetAsync(watch.Number, update, expected).ConfigureAwait(false)).Sheet)
                .ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.LeaseLost)
        {
            await run.LoseAsync(watch).ConfigureAwait(false);
            throw new OperationCanceledException(error.Message, error, watch.Token);
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidTransition)
        {
            // Another process has just paused, cancelled or completed the job, and the monitor has not polled since.
            if (!await run.Monitor.IsLostAsync().ConfigureAwait(false))
                throw;
            throw new OperationCanceledException(error.Message, error, run.Stop.Token);
        }
    }

    private async ValueTask<SheetRunResult> AnnounceFailureAsync(string message)
    {
        Announce(JobEventKind.SheetFailed, message, Sheet.ExecutionDuration, Sheet.Measures.ErrorCode);
        await run.Learning.RecordOutcomeAsync(Sheet).ConfigureAwait(false);
        return SheetRunResult.Failed;
    }

    /// <summary>Saves a change that ends an attempt, together with the attempt.</summary>
    private ValueTask UpdateAsync(SheetUpdate update, AttemptResult result) => UpdateAsync(update with
    {
        Attempt = new Execution(
            0, run.JobId, Sheet.Number, Sheet.AttemptCount, result.Input,
            result.Command.Output, result.Command.ExitCode, result.Command.Duration, result.EndedAt)
        {
            Run = Sheet.Measures.Reruns + 1,
        },
        Measures = result.Measures,
    });
}
