using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>How long a sheet waits between two attempts, and what is learned from that.</summary>
/// <param name="run">The run that the sheet is a part of.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class SheetDelays(JobRun run, int number)
{
    private PendingRecovery? _pending;
    private PendingRecovery? _former;

    /// <summary>The wait for a rate limit, of which others are told; nothing when the sheet has waited often enough.</summary>
    public async ValueTask<TimeSpan?> ForLimitAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        RateLimitOptions options = run.Score.RateLimit;
        TimeSpan? learned = await run.Learning
            .WaitAsync(code, end.Measures.Model, RateLimitPolicy.StaticDelay(options, code)).ConfigureAwait(false);
        TimeSpan? next = RateLimitPolicy.NextDelay(
            options, code, end.Measures, end.ResetsAt, learned, run.Services.Time.GetUtcNow());
        if (next is { } delay)
            await run.Learning.TellOfLimitAsync(number, code, end.Measures.Model, delay).ConfigureAwait(false);
        return next;
    }

    /// <summary>The wait before a failed sheet is tried again.</summary>
    public async ValueTask<TimeSpan> ForRetryAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        int retries = end.Measures.Retries;
        TimeSpan staticDelay = Backoff.StaticDelay(run.Score.Retry, retries, code);
        TimeSpan? learned = await run.Learning.WaitAsync(code, end.Measures.Model, staticDelay).ConfigureAwait(false);
        return Backoff.Delay(run.Score.Retry, retries, run.Services.Random, code, learned);
    }

    /// <summary>Waits.</summary>
    /// <param name="delay">How long.</param>
    /// <param name="code">What it waits for to pass; nothing when nothing is learned from it.</param>
    /// <param name="model">The model that was called.</param>
    public async ValueTask WaitAsync(TimeSpan delay, ErrorCode? code, string? model)
    {
        await LongDelay.WaitAsync(delay, run.Services.Time, run.Stop.Token).ConfigureAwait(false);

        // A limit that outlasts a wait lasted longer than that: the next sample is of both waits.
        TimeSpan before = code is { IsRateLimit: true } && _former?.Code == code ? _former.Waited : TimeSpan.Zero;
        _pending = code is null ? null : new PendingRecovery(code, model, delay, before + delay);
    }

    /// <summary>Waits for what is left of a wait that an earlier run did not finish. Nothing is learned from it.</summary>
    public async ValueTask FinishAsync(Sheet sheet)
    {
        SheetMeasures measures = sheet.Measures;
        if (sheet.Status is not (SheetStatus.Waiting or SheetStatus.RetryScheduled)
            || measures is not { NextAttemptAt: { } next, WaitingSince: { } since })
        {
            return;
        }

        // The clock may have been set since: it is never longer than the whole wait.
        TimeSpan left = Duration.Min(next - run.Services.Time.GetUtcNow(), next - since);
        if (left <= TimeSpan.Zero)
            return;

        run.Journal.Tell(
            JobEventKind.SheetWaiting,
            $"It goes on waiting for {DurationFormatter.OfWait(left)}. {sheet.ErrorMessage}",
            number,
            happened => happened with { Duration = left, ErrorCode = measures.ErrorCode });
        await LongDelay.WaitAsync(left, run.Services.Time, run.Stop.Token).ConfigureAwait(false);
    }

    /// <summary>Tells what came of the last wait.</summary>
    /// <param name="error">Why the attempt after it failed; nothing when it did not.</param>
    public async ValueTask LearnAsync(ErrorCode? error)
    {
        if (_pending is not { } pending)
            return;

        (_pending, _former) = (null, error == pending.Code ? pending : null);
        await run.Learning.TellOfRecoveryAsync(pending.Resolve(error)).ConfigureAwait(false);
    }
}
