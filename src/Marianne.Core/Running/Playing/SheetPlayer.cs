using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Plays one sheet: attempt after attempt, until it is done, has failed for good, or the run is stopped.</summary>
internal sealed class SheetPlayer
{
    private readonly JobRun _run;
    private readonly SheetGate _gate;
    private readonly AttemptPlayer _attempts;
    private readonly SheetWaits _waits;
    private readonly int _number;

    private Sheet _sheet;
    private string _mode;
    private int _completions;
    private IReadOnlyList<string> _failed = [];

    /// <summary>Makes a player.</summary>
    /// <param name="run">The run that the sheet is a part of.</param>
    /// <param name="sheet">The sheet as the store has it.</param>
    public SheetPlayer(JobRun run, Sheet sheet)
    {
        _run = run;
        _sheet = sheet;
        _number = sheet.Number;
        _gate = new SheetGate(run, _number);
        _attempts = new AttemptPlayer(run, _number);
        _waits = new SheetWaits(run, _number);
        _mode = sheet.Status == SheetStatus.RetryScheduled ? "retry" : sheet.ExecutionMode ?? "normal";
        if (sheet.Status == SheetStatus.Failed)
            StartOver();
    }

    /// <summary>Plays it.</summary>
    public async Task<SheetEnd> PlayAsync()
    {
        try
        {
            await _waits.FinishAsync(_sheet).ConfigureAwait(false);
            if (await SkipReasonAsync().ConfigureAwait(false) is { } reason)
                return await SkipAsync(reason).ConfigureAwait(false);

            while (true)
            {
                if (await PlayOnceAsync().ConfigureAwait(false) is { } end)
                    return end;
            }
        }
        catch (OperationCanceledException) when (_run.Stop.IsRequested)
        {
            await InterruptAsync().ConfigureAwait(false);
            return SheetEnd.Stopped;
        }
    }

    /// <summary>Makes one attempt; gives how the sheet ended, if it has.</summary>
    private async ValueTask<SheetEnd?> PlayOnceAsync()
    {
        PreparedPrompt prompt = PreparedPrompt.Of(_run.Score, _number, _failed);
        foreach (string warning in prompt.Warnings)
            Tell(JobEventKind.Warning, warning);
        if (prompt.Error is { } unfit)
            return await FailAsync(new SheetUpdate.Fail(SheetResult.Empty, $"{unfit} {prompt.Message}", unfit.Category)
            {
                Measures = _sheet.Measures with { ErrorCode = unfit.Code, ErrorCodes = [unfit.Code] },
            }).ConfigureAwait(false);

        CircuitPass pass = await _gate.EnterAsync(_sheet.Measures.Model, HoldAsync).ConfigureAwait(false);
        AttemptEnd end = await AttemptAsync(pass, prompt.Text).ConfigureAwait(false);
        await _waits.LearnAsync(end.Error).ConfigureAwait(false);
        await _gate.ReportAsync(pass, end.Error).ConfigureAwait(false);

        foreach (string warning in end.Cost.Warnings)
            Tell(JobEventKind.Warning, warning);
        if (end.Cost.JobIsOver is { } overspent)
            _run.Stop.Request(StopReason.Cost, overspent); // What follows is still saved.

        return end switch
        {
            { Cost.SheetIsOver: { } over } => await FailAsync(end, over, "fatal", "failed_fatal").ConfigureAwait(false),
            { Error: null } => await CompleteAsync(end).ConfigureAwait(false),
            { Error.IsRateLimit: true } => await WaitForLimitAsync(end).ConfigureAwait(false),
            _ => await RetryAsync(end).ConfigureAwait(false),
        };
    }

    private async ValueTask<AttemptEnd> AttemptAsync(CircuitPass pass, string? prompt)
    {
        try
        {
            await StartAsync().ConfigureAwait(false);
            return await _attempts.PlayAsync(_sheet, prompt, _failed).ConfigureAwait(false);
        }
        catch
        {
            await _gate.GiveBackAsync(pass).ConfigureAwait(false);
            throw;
        }
    }

    private async Task StartAsync()
    {
        if (_run.Costs.Refusal is { } overspent)
            _run.Stop.Request(StopReason.Cost, overspent);
        _run.Stop.Token.ThrowIfCancellationRequested();

        try
        {
            await MarkAsync(new SheetUpdate.Start(_run.Services.Process)
            {
                Mode = _mode,
                OnlyIfPlayed = true,
                Measures = _sheet.Measures with { WaitingSince = null, NextAttemptAt = null },
            }).ConfigureAwait(false);
        }
        catch (MarianneException error) when (error.Error == MarianneError.InvalidTransition)
        {
            // Somebody paused or cancelled the job just now, and the watch has yet to notice.
            await _run.Watch.LookAsync(CancellationToken.None).ConfigureAwait(false);
            _run.Stop.Token.ThrowIfCancellationRequested();
            throw;
        }

        Tell(JobEventKind.SheetStarted, _sheet.AttemptCount == 1 ? "Started." : $"Started, attempt {_sheet.AttemptCount}.");
    }

    private async ValueTask<SheetEnd?> CompleteAsync(AttemptEnd end)
    {
        string outcome = _mode == "completion" ? "success_completion"
            : end.Measures.Retries > 0 ? "success_retry" : "success_first_try";
        await MarkAsync(new SheetUpdate.Complete(end.ToResult(outcome)) { Attempt = end.Execution, Measures = end.Measures })
            .ConfigureAwait(false);
        Tell(JobEventKind.SheetCompleted, "Completed.", _sheet.ExecutionDuration);
        await _run.Learning.TellOfOutcomeAsync(_sheet).ConfigureAwait(false);
        return SheetEnd.Done;
    }

    private async ValueTask<SheetEnd?> WaitForLimitAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        if (await _waits.ForLimitAsync(end).ConfigureAwait(false) is not { } wait)
        {
            return await FailAsync(
                end, $"{end.Message} It has waited for it as often as rate_limit allows.", code.Category, "failed_exhausted")
                .ConfigureAwait(false);
        }

        bool isQuota = code == ErrorCodes.Quota;
        SheetMeasures measures = end.Measures with
        {
            QuotaWaits = end.Measures.QuotaWaits + (isQuota ? 1 : 0),
            RateLimitWaits = end.Measures.RateLimitWaits + (isQuota ? 0 : 1),
        };
        await PauseAsync(end with { Measures = measures }, SheetPause.RateLimit, wait.Delay, JobEventKind.SheetWaiting, "waits")
            .ConfigureAwait(false);
        return null;
    }

    private async ValueTask<SheetEnd?> RetryAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        RetryOptions options = _run.Score.Retry;
        switch (RetryRules.Next(options, code, end.Measures.Retries, _completions, end.Passed, end.Validations.Count))
        {
            case RetryStep.Complete:
                _mode = "completion";
                _completions++;
                _failed = end.FailedValidations;
                await PauseAsync(
                    end, SheetPause.Completion, Duration.FromSeconds(options.CompletionDelaySeconds), JobEventKind.SheetCompleting,
                    "is completed").ConfigureAwait(false);
                return null;
            case RetryStep.Retry:
                _mode = "retry";
                _completions = 0;
                _failed = [];
                TimeSpan delay = await _waits.ForRetryAsync(end).ConfigureAwait(false);
                SheetMeasures measures = end.Measures with { Retries = end.Measures.Retries + 1 };
                await PauseAsync(
                    end with { Measures = measures }, SheetPause.Retry, delay, JobEventKind.SheetRetrying, "is tried again")
                    .ConfigureAwait(false);
                return null;
            default:
                return await FailAsync(end, end.Message!, code.Category, code.IsRetried ? "failed_exhausted" : "failed_fatal")
                    .ConfigureAwait(false);
        }
    }

    /// <summary>Ends an attempt and waits before the next.</summary>
    private async ValueTask PauseAsync(AttemptEnd end, SheetPause pause, TimeSpan delay, JobEventKind kind, string verb)
    {
        DateTimeOffset now = _run.Services.Time.GetUtcNow();
        await MarkAsync(new SheetUpdate.Wait(pause, end.ToResult(), end.Message, end.Error!.Category)
        {
            Attempt = end.Execution,
            Measures = end.Measures with { WaitingSince = now, NextAttemptAt = now + delay },
        }).ConfigureAwait(false);
        Tell(kind, string.Create(CultureInfo.InvariantCulture, $"{end.Message} It {verb} in {Seconds(delay)}."), delay, end.Error);
        await _waits.WaitAsync(delay, pause == SheetPause.Completion ? null : end.Error, end.Measures.Model).ConfigureAwait(false);
    }

    /// <summary>Says that the sheet may not start yet.</summary>
    private async Task HoldAsync(string why, TimeSpan expected)
    {
        DateTimeOffset now = _run.Services.Time.GetUtcNow();
        await MarkAsync(new SheetUpdate.Wait(SheetPause.Hold, SheetResult.Empty, why, "rate_limit")
        {
            Measures = _sheet.Measures with { WaitingSince = now, NextAttemptAt = now + expected },
        }).ConfigureAwait(false);
        Tell(JobEventKind.SheetWaiting, $"{why} It waits for {Seconds(expected)}.", expected);
    }

    private ValueTask<SheetEnd?> FailAsync(AttemptEnd end, string message, string category, string outcome) =>
        FailAsync(new SheetUpdate.Fail(end.ToResult(outcome), message, category)
        {
            Attempt = end.Execution,
            Measures = end.Measures,
        });

    private async ValueTask<SheetEnd?> FailAsync(SheetUpdate.Fail fail)
    {
        await MarkAsync(fail).ConfigureAwait(false);
        Tell(JobEventKind.SheetFailed, fail.Message!, _sheet.ExecutionDuration);
        await _run.Learning.TellOfOutcomeAsync(_sheet).ConfigureAwait(false);
        return SheetEnd.Failed;
    }

    private async ValueTask<string?> SkipReasonAsync()
    {
        var attempt = new SheetAttempt
        {
            Score = _run.Score,
            JobId = _run.JobId,
            Number = _number,
            Attempt = _sheet.AttemptCount + 1,
            Mode = _mode,
        };
        return await _run.SkipWhen
            .ShouldSkipAsync(_run.Score, _number, attempt.Environment, _run.Stop.Token).ConfigureAwait(false);
    }

    private async ValueTask<SheetEnd> SkipAsync(string reason)
    {
        await MarkAsync(new SheetUpdate.Skip(reason)).ConfigureAwait(false);
        Tell(JobEventKind.SheetSkipped, reason);
        return SheetEnd.Done;
    }

    /// <summary>Takes back an attempt that was cut short. A sheet that waits goes on waiting when the job is resumed.</summary>
    private async ValueTask InterruptAsync()
    {
        bool isCancelled = _run.Stop.Reason == StopReason.Cancel;
        if (_sheet.Status != SheetStatus.InProgress && !isCancelled)
            return;

        await MarkAsync(new SheetUpdate.Interrupt(isCancelled)).ConfigureAwait(false);
        Tell(JobEventKind.SheetInterrupted, isCancelled ? "Cancelled." : "Cut short; it is played again when the job is resumed.");
    }

    private void StartOver()
    {
        _mode = "normal";
        _sheet.Measures = _sheet.Measures with { Retries = 0, RateLimitWaits = 0, QuotaWaits = 0, ErrorCodes = [] };
    }

    private async ValueTask MarkAsync(SheetUpdate update) =>
        _sheet = (await _run.Journal.MarkAsync(_number, update).ConfigureAwait(false)).Sheet;

    private void Tell(JobEventKind kind, string message, TimeSpan? duration = null, ErrorCode? error = null) =>
        _run.Journal.Tell(kind, message, _number, happened => happened with
        {
            Attempt = Math.Max(_sheet.AttemptCount, 1),
            Mode = _mode,
            Duration = duration,
            ErrorCode = error?.Code ?? (kind == JobEventKind.SheetFailed ? _sheet.Measures.ErrorCode : null),
            Cost = _sheet.Measures.Cost == 0 ? null : _sheet.Measures.Cost,
        });

    private static string Seconds(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(span.TotalSeconds, 1)} s");
}
