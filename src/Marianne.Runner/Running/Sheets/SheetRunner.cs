using Marianne.Durations;
using Marianne.Errors;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Signals;
using Marianne.Validations;
using Marianne.Waits;

namespace Marianne.Running;

/// <summary>Runs one sheet: attempt after attempt, until it is done, has failed, or the run is stopped.</summary>
internal sealed class SheetRunner
{
    private readonly JobRun _run;
    private readonly SheetWatch _watch;
    private readonly SheetJournal _journal;
    private readonly SheetAdmission _admission;
    private readonly AttemptRunner _attempts;
    private readonly SheetDelays _delays;
    private readonly SheetFallback _fallback;
    private readonly SheetSession _session;
    private readonly SheetStart _start;

    private int _completions;
    private IReadOnlyList<string> _failedValidations = [];
    private IReadOnlyList<string> _announcedWarnings = [];

    private SheetRunner(JobRun run, SheetWatch watch, SheetSlot slot)
    {
        _run = run;
        _watch = watch;
        _journal = new SheetJournal(run, watch);
        _session = new SheetSession(run, watch.Number);
        _start = new SheetStart(run, watch, _journal);
        var rest = new SheetRest(run, watch, slot);
        _admission = new SheetAdmission(run, watch, rest);
        _attempts = new AttemptRunner(run, watch, new UsageJournal(_journal.MeasureAsync), _session);
        _fallback = new SheetFallback(run, watch.Number);
        if (watch.Sheet.Status == SheetStatus.Failed)
            _journal.StartOver();
        _delays = new SheetDelays(run, watch, rest);
        if (_journal.Mode == ExecutionModes.Completion)
            (_completions, _failedValidations) = (watch.Sheet.CompletionAttempts, FailedValidations.TextsOf(watch.Sheet.ValidationDetails ?? []));
    }

    /// <summary>Runs a sheet.</summary>
    /// <param name="run">The run of the job.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="known">
    /// The version of the sheet that the run knows. A sheet that has failed before is retried, but one that another process has
    /// set to Failed since stays Failed.
    /// </param>
    /// <param name="slot">The place of the sheet among those that run, which it gives back while it waits.</param>
    public static async Task<SheetRunResult> RunAsync(JobRun run, int number, SheetVersion known, SheetSlot slot)
    {
        SheetWatch watch = await run.Sheets.WatchAsync(number).ConfigureAwait(false);
        try
        {
            bool hasFailed = watch.Sheet.Status == SheetStatus.Failed && SheetVersion.Of(watch.Sheet) != known
                && watch.Sheet.ErrorCategory != ErrorCategories.Escalation; // A denial is applied.
            return watch.Sheet.IsFinished || hasFailed
                ? new LeftSheet(new SheetJournal(run, watch)).AsChanged(watch.Sheet)
                : await new SheetRunner(run, watch, slot).RunAsync().ConfigureAwait(false);
        }
        finally
        {
            run.Sheets.Remove(watch);
        }
    }

    private async Task<SheetRunResult> RunAsync()
    {
        try
        {
            if (TakeoverLimit.RefusalOf(_run, _watch.Number) is { } refusal)
                return await _journal.RejectAsync(ErrorCodes.EndsRunner, refusal).ConfigureAwait(false);
            await _delays.FinishAsync(_journal.Sheet).ConfigureAwait(false);
            bool isParent = _run.Score.IsParent(_watch.Number);
            if (isParent && _journal.Sheet.Measures.ItemCount is not null)
                return await new ItemGroup(_run, _watch, _journal).EndAsync().ConfigureAwait(false);
            (_attempts.Inputs, SheetRunResult? ended) = await _start.DecideAsync().ConfigureAwait(false);
            if (ended is { } result)
                return result;
            if (isParent)
                return await new ItemGroup(_run, _watch, _journal).ExpandAsync(_start.NextAttempt(Score)).ConfigureAwait(false);

            while (true)
            {
                if (await RunOnceAsync().ConfigureAwait(false) is { } last)
                    return last;
            }
        }
        catch (OperationCanceledException) when (_watch.IsLost || _watch.IsReleased)
        {
            return new LeftSheet(_journal).ToAnother(_watch.IsLost);
        }
        catch (OperationCanceledException) when (_watch.IsChanged && !_run.Stop.IsRequested)
        {
            return new LeftSheet(_journal).AsChanged(await _run.Sheets.LoadAsync(_watch.Number).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_run.Stop.IsEnding)
        {
            await _journal.InterruptAsync(_attempts.MeasuresWhenInterrupted, _attempts.RecordWhenInterrupted).ConfigureAwait(false);
            return SheetRunResult.Stopped;
        }
    }

    /// <summary>Makes one attempt. Returns the result of the sheet, or <c>null</c> if another attempt follows.</summary>
    private async ValueTask<SheetRunResult?> RunOnceAsync()
    {
        var prompt = PreparedPrompt.Of(Score, _watch.Number, _failedValidations, _run.Redactor, _attempts.Inputs.Denial);
        _journal.Warn(prompt.Warnings.Except(_announcedWarnings));
        _announcedWarnings = prompt.Warnings;
        if (prompt.Error is { } error)
            return await _journal.RejectAsync(error, prompt.Message).ConfigureAwait(false);

        if (await _fallback.ChooseAsync().ConfigureAwait(false) is { } change)
            _journal.Announce(JobEventKind.Warning, change);
        _session.Begin(_journal.Sheet.Measures);
        CircuitPermit permit = await _admission
            .EnterAsync(_journal.Sheet.Measures.Model, _journal.HoldAsync).ConfigureAwait(false);
        AttemptResult result = await AttemptAsync(permit, prompt.Text).ConfigureAwait(false);
        CostCheckResult cost = _run.Budget.Settle(_watch.Number, result.Cost);
        result = await _delays.LearnAsync(result).ConfigureAwait(false);
        bool isComplete = result.Error is null && cost.SheetError is null;
        if (!isComplete)
            await _admission.ReportAsync(permit, result.Error).ConfigureAwait(false);

        _journal.Warn(cost.Warnings);
        if (cost.JobError is { } overspent)
            await _run.Stop.RequestAsync(StopReason.Cost, overspent).ConfigureAwait(false); // The result of this attempt is still saved.
        if (isComplete)
            return await _admission.SucceedAsync(permit, () => _journal.CompleteAsync(result)).ConfigureAwait(false);

        return result switch
        {
            _ when cost.SheetError is { } message =>
                await _journal.FailAsync(result, message, ErrorCategories.Fatal, OutcomeCategories.FailedFatal)
                    .ConfigureAwait(false),
            { Reading: { } reading } when await StartSessionAgainAsync(result, reading).ConfigureAwait(false) => null,
            { Error: { } capped } when capped == ErrorCodes.AgentCap && MayContinue => await ContinueAsync(result).ConfigureAwait(false),
            { Reading.Kind: ReadingKind.UsageLimit or ReadingKind.Quota } when await FallBackAsync(result).ConfigureAwait(false) => null,
            { Error.Remedy: { } remedy } => await BlockAsync(result, remedy).ConfigureAwait(false),
            { Error.IsRateLimit: true } => await WaitForLimitAsync(result).ConfigureAwait(false),
            _ => await RetryAsync(result).ConfigureAwait(false),
        };
    }

    private async ValueTask<AttemptResult> AttemptAsync(CircuitPermit permit, string? prompt)
    {
        try
        {
            if (_run.Budget.Refusal is { } overspent)
                await _run.Stop.RequestAsync(StopReason.Cost, overspent).ConfigureAwait(false);
            _watch.ThrowIfEnding();

            await _journal.StartAsync().ConfigureAwait(false);
            _delays.StartTry();
            _run.Budget.Begin(_watch.Number, _journal.Sheet.Measures.Cost);
            string? text = _session.IsResumed ? await ContinuationAsync().ConfigureAwait(false) : prompt;
            return await _attempts.RunAsync(_journal.Sheet, text, _failedValidations).ConfigureAwait(false);
        }
        catch
        {
            await _admission.GiveBackAsync(permit).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Returns the prompt that continues a session: what is missing, according to the validations.</summary>
    private async ValueTask<string> ContinuationAsync()
    {
        if (_failedValidations.Count == 0)
        {
            FileTimes now = _run.Validations.TakeTimes(Score, _watch.Number);
            _failedValidations = FailedValidations.TextsOf(await _run.Validations
                .CheckAsync(Score, _watch.Number, now, _start.NextAttempt(Score).Environment, _watch.Token).ConfigureAwait(false));
        }

        return PromptSource.Continuation(_failedValidations);
    }

    /// <summary>
    /// Pauses the job, because each further attempt would meet the same error until a person has acted or much time has passed.
    /// </summary>
    private async ValueTask<SheetRunResult> BlockAsync(AttemptResult result, string remedy, LimitWait? wait = null)
    {
        string reason = $"{remedy} Sheet {_run.Score.LabelOf(_watch.Number)}: {result.Message}";
        await _run.Stop.EndAfterAttemptsAsync(StopReason.Blocked, reason).ConfigureAwait(false);
        await _journal.BlockAsync(result, remedy, wait).ConfigureAwait(false);
        return SheetRunResult.Stopped;
    }

    private bool MayContinue => _session.CanResume && _completions < _run.Score.RetryOf(_watch.Number).MaxCompletionAttempts;

    /// <summary>Continues the session of an agent that reached its cap, which counts as an attempt to complete the sheet.</summary>
    private async ValueTask<SheetRunResult?> ContinueAsync(AttemptResult result)
    {
        (_journal.Mode, _completions, _failedValidations) = (ExecutionModes.Completion, _completions + 1, []);
        await WaitAsync(result, SheetWaitReason.Completion, CompletionWait).ConfigureAwait(false);
        return null;
    }

    /// <summary>Ends an attempt whose session does not exist any more. The next one gets the whole prompt.</summary>
    private async ValueTask<bool> StartSessionAgainAsync(AttemptResult result, AttemptReading reading)
    {
        if (!_session.IsResumed || !SessionIds.IsGone(reading, result.Command.Output))
            return false;

        result = result with { Measures = result.Measures.WithoutSession() };
        await _journal.ChangeAsync(result, "The session cannot be continued. The whole prompt is given again.").ConfigureAwait(false);
        return true;
    }

    /// <summary>Ends an attempt that met a usage limit, if another instrument of the sheet can be used at once.</summary>
    private async ValueTask<bool> FallBackAsync(AttemptResult result)
    {
        if (await _fallback.ReplaceAsync(result, _delays).ConfigureAwait(false) is not { } change)
            return false;

        await _journal.ChangeAsync(result with { Measures = result.Measures with { Incident = null } }, change).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<SheetRunResult?> WaitForLimitAsync(AttemptResult result)
    {
        ErrorCode code = result.Error!;
        if (!RateLimitPolicy.MayWait(_run.Score.RateLimitOf(_watch.Number), code, result.Measures))
        {
            return await _journal.FailAsync(
                result, $"{result.Message} It has waited for this limit as often as rate_limit allows.", code.Category,
                OutcomeCategories.FailedExhausted).ConfigureAwait(false);
        }

        WaitPlan plan = await _delays.PlanLimitAsync(result).ConfigureAwait(false);
        if (plan.GivesUp is { } why)
            return await GiveUpAsync(result, why).ConfigureAwait(false);

        LimitWait wait = await _delays.ShareLimitAsync(result, plan).ConfigureAwait(false);
        result = result with { Measures = result.Measures with { Incident = _delays.Incident } };
        if (_run.Limits.RefusalOf(wait.Delay) is { } refusal)
            return await BlockAsync(result, refusal, wait).ConfigureAwait(false);

        result = result with { Measures = RateLimitPolicy.CountWait(result.Measures, code) with { LimitId = wait.Limit?.Id } };
        await _journal.WaitAsync(result, SheetWaitReason.RateLimit, plan, wait.Advice).ConfigureAwait(false);
        await _delays.WaitAsync(wait).ConfigureAwait(false);
        return null;
    }

    /// <summary>Fails the sheet, because waiting on is expected to cost more than it is worth.</summary>
    private ValueTask<SheetRunResult> GiveUpAsync(AttemptResult result, string why) => _journal.FailAsync(
        result, $"{result.Message} The sheet {why}.", result.Error!.Category, OutcomeCategories.FailedExhausted);

    private async ValueTask<SheetRunResult?> RetryAsync(AttemptResult result)
    {
        ErrorCode code = result.Error!;
        RetryOptions options = _run.Score.RetryOf(_watch.Number);
        RetryStep step = RetryPolicy.Next(
            options, code, result.Measures.Retries, _completions, result.PassedCount, result.Validations.Count);
        switch (step)
        {
            case RetryStep.Complete:
                (_journal.Mode, _completions, _failedValidations) =
                    (ExecutionModes.Completion, _completions + 1, FailedValidations.TextsOf(result.Validations));
                await WaitAsync(result, SheetWaitReason.Completion, CompletionWait).ConfigureAwait(false);
                return null;
            case RetryStep.Retry:
                (_journal.Mode, _completions, _failedValidations) = (ExecutionModes.Retry, 0, []);
                WaitPlan plan = await _delays.PlanRetryAsync(result).ConfigureAwait(false);
                if (plan.GivesUp is { } why)
                    return await GiveUpAsync(result, why).ConfigureAwait(false);

                SheetMeasures measures = result.Measures with { Retries = result.Measures.Retries + 1, Incident = _delays.Incident };
                if (code.Category == ErrorCategories.Validation)
                    measures = measures.WithoutSession();
                await WaitAsync(result with { Measures = measures }, SheetWaitReason.Retry, plan).ConfigureAwait(false);
                return null;
            default:
                string outcome = code.IsRetried ? OutcomeCategories.FailedExhausted : OutcomeCategories.FailedFatal;
                return await _journal.FailAsync(result, result.Message!, code.Category, outcome).ConfigureAwait(false);
        }
    }

    private WaitPlan CompletionWait => new(Duration.FromSeconds(_run.Score.RetryOf(_watch.Number).CompletionDelaySeconds));

    private async ValueTask WaitAsync(AttemptResult result, SheetWaitReason reason, WaitPlan plan)
    {
        await _journal.WaitAsync(result, reason, plan).ConfigureAwait(false);
        await _delays.WaitAsync(plan.Delay).ConfigureAwait(false);
    }

    /// <summary>The score, in which the placeholders of outputs have values.</summary>
    private Score Score => _attempts.Inputs.Score;
}
