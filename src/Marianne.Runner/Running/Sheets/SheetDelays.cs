using Marianne.Durations;
using Marianne.Errors;
using Marianne.Jobs;
using Marianne.Learning;
using Marianne.Signals;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>Chooses and makes the waits of a sheet between its attempts, and records what each attempt after a wait says.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">Stops the sheet.</param>
/// <param name="rest">Waits.</param>
internal sealed class SheetDelays(JobRun run, SheetWatch watch, SheetRest rest)
{
    private readonly IncidentTracker _incidents = new(run.Services.Time, watch.Sheet.Measures.Incident);
    private readonly WaitPlanner _waits = run.WaitsOf(watch.Number);
    private DateTimeOffset? _namedBefore;

    /// <summary>The incident that is not over, or <c>null</c> if there is none.</summary>
    public OngoingIncident? Incident => _incidents.Ongoing;

    /// <summary>Returns the next wait for a rate limit, which other jobs do not know of yet.</summary>
    /// <param name="result">The result of the attempt that met the limit.</param>
    public ValueTask<WaitPlan> PlanLimitAsync(AttemptResult result) => PlanAsync(result, _waits.PlanLimit);

    /// <summary>Returns the wait before a failed sheet is retried.</summary>
    /// <param name="result">The result of the failed attempt.</param>
    public ValueTask<WaitPlan> PlanRetryAsync(AttemptResult result) => PlanAsync(result, _waits.PlanRetry);

    /// <summary>Shares a limit with other sheets and jobs.</summary>
    /// <param name="result">The result of the attempt that met the limit.</param>
    /// <param name="plan">The wait for the limit.</param>
    public async ValueTask<LimitWait> ShareLimitAsync(AttemptResult result, WaitPlan plan)
    {
        LearnedRateLimit? limit = await run.Limits.RecordAsync(
            watch.Number, result.Error!, result.Measures.Model, plan.Delay, isNamed: result.ResetsAt > run.Services.Time.GetUtcNow())
            .ConfigureAwait(false);
        return new LimitWait(plan.Delay, limit);
    }

    /// <summary>Waits before a sheet is retried or completed.</summary>
    /// <param name="delay">The time to wait.</param>
    public async ValueTask WaitAsync(TimeSpan delay) => await WaitAsync(limitId: null, delay).ConfigureAwait(false);

    /// <summary>Waits for a limit that the sheet met, until it is lifted at the latest.</summary>
    /// <param name="wait">The wait.</param>
    public async ValueTask WaitAsync(LimitWait wait)
    {
        if (await WaitAsync(wait.Limit?.Id, wait.Delay).ConfigureAwait(false))
            NoteLift();
    }

    /// <summary>Waits for the rest of a wait that an earlier run did not finish.</summary>
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
            NoteLift();
            return;
        }

        if (run.Limits.RefusalOf(left) is { } refusal)
            await run.Stop.EndAfterAttemptsAsync(StopReason.Blocked, refusal).ConfigureAwait(false);
        watch.ThrowIfEnding();
        LearnedRateLimit? limit = limitId is null ? null : await run.Limits.GetAsync(limitId).ConfigureAwait(false);
        run.Journal.Announce(
            JobEventKind.SheetWaiting,
            $"Waiting another {DurationFormatter.OfWait(left)}. {sheet.ErrorMessage} {new LimitWait(left, limit).Advice}".TrimEnd(),
            watch.Number,
            jobEvent => jobEvent with { Duration = left, ErrorCode = measures.ErrorCode });
        if (await WaitAsync(limitId, left).ConfigureAwait(false))
            NoteLift();
    }

    /// <summary>Notes that an attempt starts.</summary>
    public void StartTry() => _incidents.StartTry();

    /// <summary>Records what an attempt says about the incident for whose end the sheet waited.</summary>
    /// <param name="result">The result of the attempt.</param>
    /// <returns>The result, whose measures have the incident if it is not over.</returns>
    public async ValueTask<AttemptResult> LearnAsync(AttemptResult result)
    {
        if (result.Error is not null)
            run.TryCosts.Note(run.Limits.ServiceNameOf(watch.Number), result.Cost);
        TryOutcome? outcome = _incidents.EndTry(result.Error?.Code, result.Measures.Model, watch.Sheet.AttemptCount);
        if (outcome is not null)
            await run.Learning.RecordRecoveryAsync(watch.Number, LearnedRecovery.Of(outcome)).ConfigureAwait(false);
        return result.Measures.Incident == _incidents.Ongoing
            ? result
            : result with { Measures = result.Measures with { Incident = _incidents.Ongoing } };
    }

    /// <summary>Ends the incident without an outcome, because the next attempt uses another instrument.</summary>
    public void Abandon() => _incidents.Abandon();

    private async ValueTask<WaitPlan> PlanAsync(AttemptResult result, Func<WaitSituation, WaitEstimate?, WaitPlan> plan)
    {
        ErrorCode code = result.Error!;
        DateTimeOffset? named = NamedTimeOf(result);
        string? service = run.Limits.ServiceNameOf(watch.Number);
        OngoingIncident incident = _incidents.Meet(
            code.Code, run.Redactor.Redact(result.Measures.Model), service, named);
        var situation = new WaitSituation(code, incident, _incidents.Elapsed, run.Services.Time.GetUtcNow())
        {
            NamedTime = named,
            Retries = result.Measures.Retries,
            CostOfTry = run.TryCosts.MeanOf(service),
        };
        WaitEstimate? estimate = _waits.Learns(code)
            ? await run.Learning.EstimateAsync(incident, _waits.RequestOf(situation)).ConfigureAwait(false)
            : null;
        WaitPlan next = plan(situation, estimate);
        _incidents.Wait(next.Delay);
        return next;
    }

    /// <summary>
    /// Returns the time of the next attempt according to the output. A time that has passed does not count if the error still occurs
    /// after it was named before.
    /// </summary>
    private DateTimeOffset? NamedTimeOf(AttemptResult result)
    {
        bool isRepeated = result.ResetsAt is not null && result.ResetsAt == _namedBefore
            && result.ResetsAt <= run.Services.Time.GetUtcNow();
        _namedBefore = result.ResetsAt;
        return isRepeated ? null : result.ResetsAt;
    }

    private ValueTask<bool> WaitAsync(string? limitId, TimeSpan delay) =>
        delay <= TimeSpan.Zero ? new(false) : rest.WaitAsync(limitId, delay);

    /// <summary>A limit that was removed says nothing about how long it would have lasted.</summary>
    private void NoteLift()
    {
        _incidents.IgnoreTry();
        run.Journal.Announce(
            JobEventKind.Warning,
            "The rate limit was removed from the learning store, so the wait for it has ended.",
            watch.Number);
    }
}
