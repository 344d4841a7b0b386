using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Running;

/// <summary>What becomes of one sheet: each change is saved, and then told.</summary>
/// <param name="run">The run that the sheet is a part of.</param>
/// <param name="sheet">The sheet as the store has it.</param>
internal sealed class SheetJournal(JobRun run, Sheet sheet)
{
    /// <summary>The sheet as it was saved last.</summary>
    public Sheet Sheet { get; private set; } = sheet;

    /// <summary>What the attempt that runs, or comes next, is for: <c>normal</c>, <c>retry</c> or <c>completion</c>.</summary>
    public string Mode { get; set; } = sheet.ExecutionMode ?? "normal";

    /// <summary>Forgets how often it was tried and waited: it failed in an earlier run, and this one begins anew.</summary>
    public void StartOver()
    {
        Mode = "normal";
        Sheet.Measures = Sheet.Measures with { Retries = 0, RateLimitWaits = 0, QuotaWaits = 0, ErrorCodes = [] };
    }

    /// <summary>Begins an attempt.</summary>
    /// <exception cref="OperationCanceledException">The job is not ours any more.</exception>
    public async ValueTask StartAsync()
    {
        try
        {
            await MarkAsync(new SheetUpdate.Start(run.Services.Process)
            {
                Mode = Mode,
                OnlyAsRunner = true,
                Measures = Sheet.Measures.AfterWait(),
            }).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidTransition)
        {
            // Somebody paused or cancelled the job just now, and the watch has yet to notice.
            await run.Watch.LookAsync(CancellationToken.None).ConfigureAwait(false);
            run.Stop.Token.ThrowIfCancellationRequested();
            throw;
        }

        Tell(JobEventKind.SheetStarted, Sheet.AttemptCount == 1 ? "Started." : $"Started, attempt {Sheet.AttemptCount}.");
    }

    /// <summary>The sheet is done.</summary>
    public async ValueTask<SheetRunResult> CompleteAsync(AttemptEnd end)
    {
        string outcome = Mode == "completion" ? "success_completion"
            : end.Measures.Retries > 0 ? "success_retry" : "success_first_try";
        await MarkAsync(new SheetUpdate.Complete(end.ToResult(outcome)) { Attempt = end.Execution, Measures = end.Measures })
            .ConfigureAwait(false);
        Tell(JobEventKind.SheetCompleted, "Completed.", Sheet.ExecutionDuration);
        await run.Learning.TellOfOutcomeAsync(Sheet).ConfigureAwait(false);
        return SheetRunResult.Done;
    }

    /// <summary>The sheet is passed over.</summary>
    public async ValueTask<SheetRunResult> SkipAsync(string reason)
    {
        await MarkAsync(new SheetUpdate.Skip(reason)).ConfigureAwait(false);
        Tell(JobEventKind.SheetSkipped, reason);
        return SheetRunResult.Done;
    }

    /// <summary>The sheet failed for good, with its last attempt.</summary>
    public ValueTask<SheetRunResult> FailAsync(AttemptEnd end, string message, string category, string outcome) =>
        FailAsync(new SheetUpdate.Fail(end.ToResult(outcome), message, category)
        {
            Attempt = end.Execution,
            Measures = end.Measures,
        });

    /// <summary>The sheet failed for good, and was not tried.</summary>
    public ValueTask<SheetRunResult> RefuseAsync(ErrorCode code, string? why) =>
        FailAsync(new SheetUpdate.Fail(SheetResult.Empty, $"{code} {why}", code.Category)
        {
            Measures = Sheet.Measures.With(code.Code),
        });

    /// <summary>An attempt ended, and another follows after a wait.</summary>
    public async ValueTask WaitAsync(AttemptEnd end, SheetWaitReason pause, TimeSpan delay)
    {
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        await MarkAsync(new SheetUpdate.Wait(pause, end.ToResult(), end.Message, end.Error!.Category)
        {
            Attempt = end.Execution,
            Measures = end.Measures with { WaitingSince = now, NextAttemptAt = now + delay },
        }).ConfigureAwait(false);

        string time = DurationFormatter.OfWait(delay);
        (JobEventKind kind, string next) = pause switch
        {
            SheetWaitReason.RateLimit => (JobEventKind.SheetWaiting, $"It waits for {time}."),
            SheetWaitReason.Completion => (JobEventKind.SheetCompleting, $"It is tried again in {time}, to complete it."),
            _ => (JobEventKind.SheetRetrying, $"It is tried again in {time}."),
        };
        Tell(kind, $"{end.Message} {next}", delay, end.Error.Code);
    }

    /// <summary>The sheet may not start yet.</summary>
    /// <remarks>Nobody has to wait for so long once it may: that is asked again and again, also by the next run.</remarks>
    public async Task HoldAsync(string why, TimeSpan expected)
    {
        await MarkAsync(new SheetUpdate.Wait(SheetWaitReason.Hold, SheetResult.Empty, why, "rate_limit")
        {
            Measures = Sheet.Measures with { WaitingSince = null, NextAttemptAt = run.Services.Time.GetUtcNow() + expected },
        }).ConfigureAwait(false);
        Tell(JobEventKind.SheetWaiting, $"{why} It waits for {DurationFormatter.OfWait(expected)}.", expected);
    }

    /// <summary>
    /// The run was stopped: an attempt that was cut short is taken back. A sheet that waits goes on waiting when the job is
    /// resumed.
    /// </summary>
    /// <param name="used">What the sheet has used, that attempt included.</param>
    public async ValueTask InterruptAsync(Func<Sheet, SheetMeasures> used)
    {
        bool isCutShort = Sheet.Status == SheetStatus.InProgress;
        bool isCancelled = run.Stop.Reason == StopReason.Cancel;
        if (!isCutShort && !isCancelled)
            return;

        try
        {
            await MarkAsync(new SheetUpdate.Interrupt(isCancelled)
            {
                Runner = run.Services.Process,
                Measures = isCutShort ? used(Sheet) : null,
            }).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidTransition)
        {
            return; // Another process plays the job or has finished the sheet by now: it is that one's.
        }

        Tell(JobEventKind.SheetInterrupted, isCancelled ? "Cancelled." : "Cut short; it is played again when the job is resumed.");
    }

    /// <summary>Tells of the sheet.</summary>
    public void Tell(JobEventKind kind, string message, TimeSpan? duration = null, string? errorCode = null) =>
        run.Journal.Tell(kind, message, Sheet.Number, happened => happened with
        {
            Attempt = Math.Max(Sheet.AttemptCount, 1),
            Mode = Mode,
            Duration = duration,
            ErrorCode = errorCode,
            Cost = Sheet.Measures.Cost == 0 ? null : Sheet.Measures.Cost,
        });

    private async ValueTask<SheetRunResult> FailAsync(SheetUpdate.Fail fail)
    {
        await MarkAsync(fail).ConfigureAwait(false);
        Tell(JobEventKind.SheetFailed, fail.Message!, Sheet.ExecutionDuration, Sheet.Measures.ErrorCode);
        await run.Learning.TellOfOutcomeAsync(Sheet).ConfigureAwait(false);
        return SheetRunResult.Failed;
    }

    private async ValueTask MarkAsync(SheetUpdate update) =>
        Sheet = (await run.Journal.MarkAsync(Sheet.Number, update).ConfigureAwait(false)).Sheet;
}
