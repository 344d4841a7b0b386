using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Signals;

namespace Marianne.Running;

/// <summary>Chooses and makes the waits of a sheet between its attempts, and records their outcomes.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">Stops the sheet.</param>
/// <param name="slot">The place of the sheet, which it gives back while it waits.</param>
internal sealed class SheetDelays(JobRun run, SheetWatch watch, SheetSlot slot)
{
    /// <summary>The longest outage that is waited for in one piece.</summary>
    private static readonly TimeSpan LongestOutage = TimeSpan.FromDays(1);

    private PendingRecovery? _pending;
    private PendingRecovery? _previous;
    private DateTimeOffset? _namedBefore;

    /// <summary>
    /// Returns the delay for a rate limit and shares the limit with other jobs, or returns <c>null</c> if the sheet has
    /// waited as often as the score allows.
    /// </summary>
    /// <param name="result">The result of the attempt that met the limit.</param>
    public async ValueTask<LimitWait?> ForLimitAsync(AttemptResult result)
    {
        ErrorCode code = result.Error!;
        RateLimitOptions options = run.Score.RateLimit;
        TimeSpan? learned = await run.Learning
            .LearnedDelayAsync(code, result.Measures.Model, RateLimitPolicy.StaticDelay(options, code)).ConfigureAwait(false);
        DateTimeOffset now = run.Services.Time.GetUtcNow();
        DateTimeOffset? end = EndOf(result);
        if (RateLimitPolicy.NextDelay(options, code, result.Measures, end, learned, now) is not { } delay)
            return null;

        LearnedRateLimit? limit = await run.Limits
            .RecordAsync(watch.Number, code, result.Measures.Model, delay, isNamed: end > now).ConfigureAwait(false);
        return new LimitWait(delay, limit);
    }

    /// <summary>Returns the delay before a failed sheet is retried.</summary>
    /// <param name="result">The result of the failed attempt.</param>
    public async ValueTask<TimeSpan> ForRetryAsync(AttemptResult result)
    {
        ErrorCode code = result.Error!;
        int retries = result.Measures.Retries;
        TimeSpan staticDelay = Backoff.StaticDelay(run.Score.Retry, retries, code);
        TimeSpan? learned = await run.Learning
            .LearnedDelayAsync(code, result.Measures.Model, staticDelay).ConfigureAwait(false);
        TimeSpan delay = Backoff.Delay(run.Score.Retry, retries, run.Services.Random, code, learned);

        // A service that names the end of an outage is not asked before.
        TimeSpan named = result.ResetsAt - run.Services.Time.GetUtcNow() ?? TimeSpan.Zero;
        return named <= LongestOutage ? Duration.Max(delay, named) : delay;
    }

    /// <summary>
    /// Returns the time at which a limit ends according to the output. A time that has passed does not count if the limit is
    /// still in force after it was named before.
    /// </summary>
    private DateTimeOffset? EndOf(AttemptResult result)
    {
        bool isRepeated = result.ResetsAt is not null && result.ResetsAt == _namedBefore
            && result.ResetsAt <= run.Services.Time.GetUtcNow();
        _namedBefore = result.ResetsAt;
        return isRepeated ? null : result.ResetsAt;
    }

    /// <summary>Waits.</summary>
    /// <param name="delay">The time to wait.</param>
    /// <param name="code">The error that the wait is for, or <c>null</c> if its outcome is not recorded.</param>
    /// <param name="model">The model that was called.</param>
    public async ValueTask WaitAsync(TimeSpan delay, ErrorCode? code, string? model)
    {
        await WaitAsync(limitId: null, delay).ConfigureAwait(false);
        Remember(delay, code, model);
    }

    /// <summary>Waits for a limit that the sheet met, until it is lifted at the latest.</summary>
    /// <param name="wait">The wait.</param>
    /// <param name="code">The limit.</param>
    /// <param name="model">The model that was called.</param>
    public async ValueTask WaitAsync(LimitWait wait, ErrorCode code, string? model)
    {
        if (await WaitAsync(wait.Limit?.Id, wait.Delay).ConfigureAwait(false))
        {
            AnnounceLift();
            (_pending, _previous) = (null, null); // The wait says nothing about the length of the limit.
        }
        else
        {
            Remember(wait.Delay, code, model);
        }
    }

    /// <summary>Waits for the rest of a wait that an earlier run did not finish. Its outcome is not recorded.</summary>
    /// <param name="sheet">The sheet as it is stored.</param>
    public async ValueTask FinishAsync(Sheet sheet)
    {
        SheetMeasures measures = sheet.Measures;
        if (sheet.Status is not (SheetStatus.Waiting or SheetStatus.RetryScheduled)
            || measures is not { NextAttemptAt: { } next, WaitingSince: { } since })
        {
            return;
        }

        // The system time may have been changed since, but the rest is never longer than the whole wait.
        TimeSpan left = Duration.Min(next - run.Services.Time.GetUtcNow(), next - since);
        if (left <= TimeSpan.Zero)
            return;

        string? limitId = measures.LimitId;
        if (limitId is not null && !await run.Limits.ExistsAsync(limitId).ConfigureAwait(false))
        {
            AnnounceLift();
            return;
        }

        if (run.Limits.RefusalOf(left) is { } refusal)
            run.Stop.EndAfterAttempts(StopReason.Blocked, refusal);
        watch.WaitToken.ThrowIfCancellationRequested();
        LearnedRateLimit? limit = limitId is null ? null : await run.Limits.GetAsync(limitId).ConfigureAwait(false);
        run.Journal.Announce(
            JobEventKind.SheetWaiting,
            $"Waiting another {DurationFormatter.OfWait(left)}. {sheet.ErrorMessage} {new LimitWait(left, limit).Advice}".TrimEnd(),
            watch.Number,
            jobEvent => jobEvent with { Duration = left, ErrorCode = measures.ErrorCode });
        if (await WaitAsync(limitId, left).ConfigureAwait(false))
            AnnounceLift();
    }

    /// <summary>Records the outcome of the last wait.</summary>
    /// <param name="error">The error of the attempt after the wait, or <c>null</c> if it succeeded.</param>
    public async ValueTask LearnAsync(ErrorCode? error)
    {
        if (_pending is not { } pending)
            return;

        (_pending, _previous) = (null, error == pending.Code ? pending : null);
        await run.Learning.RecordRecoveryAsync(watch.Number, pending.Resolve(error)).ConfigureAwait(false);
    }

    private ValueTask<bool> WaitAsync(string? limitId, TimeSpan delay) =>
        delay <= TimeSpan.Zero
            ? new(false)
            : slot.GiveBackAsync(() => run.Limits.WaitAsync(limitId, delay, watch.WaitToken), watch.WaitToken);

    private void AnnounceLift() => run.Journal.Announce(
        JobEventKind.Warning, "The rate limit was removed from the learning store, so the wait for it has ended.", watch.Number);

    private void Remember(TimeSpan delay, ErrorCode? code, string? model)
    {
        // A limit that outlasts a wait took longer than that wait, so the next sample covers both waits.
        TimeSpan before = code is { IsRateLimit: true } && _previous?.Code == code ? _previous.Waited : TimeSpan.Zero;
        _pending = code is null ? null : new PendingRecovery(code, model, delay, before + delay);
    }
}
