using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>
/// Holds a sheet back during a rate limit of another sheet or job, while its circuit breaker is open, and until a limit across jobs has a
/// slot for it.
/// </summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">Stops the sheet.</param>
/// <param name="rest">Waits.</param>
internal sealed class SheetAdmission(JobRun run, SheetWatch watch, SheetRest rest)
{
    /// <summary>A circuit breaker may be reset, or a probe succeed, long before it would half-open by itself.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly SharedCircuitBreaker _breaker = run.Learning.BreakerOf(watch.Number);

    /// <summary>Waits until an attempt may start.</summary>
    /// <param name="model">The model that the sheet calls, if it is known.</param>
    /// <param name="onHold">
    /// Receives the reason for the wait, its category, and its expected length if it is known, once for each reason.
    /// </param>
    /// <exception cref="OperationCanceledException">The sheet was stopped.</exception>
    public async ValueTask<CircuitPermit> EnterAsync(string? model, Func<string, string?, TimeSpan?, Task> onHold)
    {
        string? announced = null;
        var turn = new SlotTurn(run, watch.Number);
        try
        {
            while (true)
            {
                if (await TryEnterAsync().ConfigureAwait(false) is { } permit)
                    return permit;
            }
        }
        catch
        {
            await turn.LeaveAsync().ConfigureAwait(false);
            throw;
        }

        async ValueTask<CircuitPermit?> TryEnterAsync()
        {
            watch.ThrowIfEnding();
            if (await run.Limits.FindAsync(watch.Number, model).ConfigureAwait(false) is { } limit)
            {
                await turn.LeaveAsync().ConfigureAwait(false);
                await WaitForAsync(limit).ConfigureAwait(false);
                return null;
            }

            CircuitAdmission admission = await AskBreakerAsync().ConfigureAwait(false);
            if (admission.Pass is not { } permit)
            {
                await turn.LeaveAsync().ConfigureAwait(false);
                TimeSpan wait = admission.Wait ?? RunLimits.LongWait; // Only the user ends it, so it is announced as a long one.
                await AnnounceAsync(ReasonOf(admission), category: null, wait).ConfigureAwait(false);
                if (rest.IsLong(wait))
                    await rest.ReleaseAsync().ConfigureAwait(false);
                await rest.WaitAsync(limitId: null, wait < PollInterval ? wait : PollInterval).ConfigureAwait(false);
                return null;
            }

            // The last check, because a sheet that has a slot must start.
            if (await turn.TakeAsync().ConfigureAwait(false) is not { } refusal)
                return permit;

            await LeaveBreakerAsync(permit).ConfigureAwait(false);
            await AnnounceAsync($"{refusal} The sheet waits for its turn.", category: null, refusal.RetryAfter).ConfigureAwait(false);
            await rest.WaitAsync(limitId: null, turn.NextPoll(refusal)).ConfigureAwait(false);
            return null;
        }

        async Task WaitForAsync(LearnedRateLimit limit)
        {
            if (run.Limits.RefusalOf(limit.Remaining) is { } refusal)
                await run.Stop.EndAfterAttemptsAsync(StopReason.Blocked, refusal).ConfigureAwait(false);
            watch.ThrowIfEnding();

            string reason = $"{limit.ErrorCode}: Another sheet or job met a rate limit.";
            string advice = limit.Remaining >= RunLimits.LongWait ? $" {RunLimits.AdviceOf(limit)}" : "";
            await AnnounceAsync(reason + advice, ErrorCategories.RateLimit, limit.Remaining).ConfigureAwait(false);
            await rest.WaitAsync(limit.Id, limit.Remaining).ConfigureAwait(false);
        }

        async Task AnnounceAsync(string reason, string? category, TimeSpan? expected)
        {
            if (announced != reason)
                await onHold(announced = reason, category, expected).ConfigureAwait(false);
        }
    }

    private string ReasonOf(CircuitAdmission admission)
    {
        string state = admission.Wait is null ? "was opened manually" : "is open";
        return $"The circuit breaker '{_breaker.Name}' {state}. To close it, run Reset-MarianneCircuitBreaker "
            + $"{PowerShellLiteral.Of(_breaker.Name)}.";
    }

    /// <summary>
    /// Returns the slot of an attempt, and reports its outcome to the circuit breaker. A result that is only invalid shows that the
    /// service works.
    /// </summary>
    /// <param name="permit">The permit of the attempt.</param>
    /// <param name="error">The error of the attempt, or <c>null</c> if it succeeded.</param>
    public async ValueTask ReportAsync(CircuitPermit permit, ErrorCode? error)
    {
        await run.LimitSlots.ReturnAsync(watch.Number).ConfigureAwait(false);
        await run.Learning.AskAsync(
            _ => error is null || error.Category == ErrorCategories.Validation ? _breaker.SucceedAsync(permit, CancellationToken.None)
                : error.IsRateLimit || error.Remedy is not null ? _breaker.GiveBackAsync(permit, CancellationToken.None)
                : _breaker.FailAsync(permit, CancellationToken.None),
            CircuitState.New).ConfigureAwait(false);
    }

    /// <summary>Reports the success of an attempt while its result is saved, because they are saved in different stores.</summary>
    /// <param name="permit">The permit of the attempt.</param>
    /// <param name="save">Saves the result.</param>
    public async ValueTask<SheetRunResult> SucceedAsync(CircuitPermit permit, Func<ValueTask<SheetRunResult>> save)
    {
        Task reporting = Task.Run(() => ReportAsync(permit, error: null).AsTask());
        try
        {
            return await save().ConfigureAwait(false);
        }
        finally
        {
            await reporting.ConfigureAwait(false);
        }
    }

    /// <summary>Returns the slot and the permit of an interrupted attempt.</summary>
    /// <param name="permit">The permit of the attempt.</param>
    public async ValueTask GiveBackAsync(CircuitPermit permit)
    {
        await run.LimitSlots.ReturnAsync(watch.Number).ConfigureAwait(false);
        await LeaveBreakerAsync(permit).ConfigureAwait(false);
    }

    private async ValueTask LeaveBreakerAsync(CircuitPermit permit) => await run.Learning.AskAsync(
        _ => _breaker.GiveBackAsync(permit, CancellationToken.None), CircuitState.New).ConfigureAwait(false);

    /// <summary>A learning store that fails must not stop a job, so then the attempt may start.</summary>
    private ValueTask<CircuitAdmission> AskBreakerAsync() => run.Learning.AskAsync(
        _ => _breaker.EnterAsync(run.Score.TimeoutOf(watch.Number), CancellationToken.None),
        new CircuitAdmission(CircuitState.New, CircuitPermit.Unwatched, TimeSpan.Zero));
}
