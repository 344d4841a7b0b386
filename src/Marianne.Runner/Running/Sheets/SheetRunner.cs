using Marianne.Durations;
using Marianne.Errors;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Plays one sheet: attempt after attempt, until it is done, has failed for good, or the run is stopped.</summary>
internal sealed class SheetRunner
{
    private readonly JobRun _run;
    private readonly SheetJournal _record;
    private readonly SheetAdmission _gate;
    private readonly AttemptRunner _attempts;
    private readonly SheetDelays _waits;
    private readonly int _number;

    private int _completions;
    private IReadOnlyList<string> _failed = [];
    private IReadOnlyList<string> _warned = [];

    /// <summary>Makes a player.</summary>
    /// <param name="run">The run that the sheet is a part of.</param>
    /// <param name="sheet">The sheet as the store has it.</param>
    public SheetRunner(JobRun run, Sheet sheet)
    {
        _run = run;
        _number = sheet.Number;
        _record = new SheetJournal(run, sheet);
        _gate = new SheetAdmission(run, _number);
        _attempts = new AttemptRunner(run, _number);
        _waits = new SheetDelays(run, _number);
        if (sheet.Status == SheetStatus.Failed)
            _record.StartOver();
        if (_record.Mode == "completion")
            (_completions, _failed) = (sheet.CompletionAttempts, AttemptEnd.Missing(sheet.ValidationDetails ?? []));
    }

    /// <summary>Plays it.</summary>
    public async Task<SheetRunResult> RunAsync()
    {
        try
        {
            await _waits.FinishAsync(_record.Sheet).ConfigureAwait(false);
            if (await SkipReasonAsync().ConfigureAwait(false) is { } reason)
                return await _record.SkipAsync(reason).ConfigureAwait(false);

            while (true)
            {
                if (await PlayOnceAsync().ConfigureAwait(false) is { } end)
                    return end;
            }
        }
        catch (OperationCanceledException) when (_run.Stop.IsRequested)
        {
            await _record.InterruptAsync(_attempts.MeasuresOfCutShort).ConfigureAwait(false);
            return SheetRunResult.Stopped;
        }
    }

    /// <summary>Makes one attempt; gives how the sheet ended, if it has.</summary>
    private async ValueTask<SheetRunResult?> PlayOnceAsync()
    {
        var prompt = PreparedPrompt.Of(_run.Score, _number, _failed);
        Warn(prompt.Warnings.Except(_warned));
        _warned = prompt.Warnings;
        if (prompt.Error is { } unfit)
            return await _record.RefuseAsync(unfit, prompt.Message).ConfigureAwait(false);

        CircuitPermit pass = await _gate.EnterAsync(_record.Sheet.Measures.Model, _record.HoldAsync).ConfigureAwait(false);
        AttemptEnd end = await AttemptAsync(pass, prompt.Text).ConfigureAwait(false);
        await _waits.LearnAsync(end.Error).ConfigureAwait(false);
        await _gate.ReportAsync(pass, end.Error).ConfigureAwait(false);

        Warn(end.Cost.Warnings);
        if (end.Cost.JobIsOver is { } overspent)
            _run.Stop.Request(StopReason.Cost, overspent); // What follows is still saved.

        return end switch
        {
            { Cost.SheetIsOver: { } over } => await _record.FailAsync(end, over, "fatal", "failed_fatal").ConfigureAwait(false),
            { Error: null } => await _record.CompleteAsync(end).ConfigureAwait(false),
            { Error.IsRateLimit: true } => await WaitForLimitAsync(end).ConfigureAwait(false),
            _ => await RetryAsync(end).ConfigureAwait(false),
        };
    }

    private async ValueTask<AttemptEnd> AttemptAsync(CircuitPermit pass, string? prompt)
    {
        try
        {
            if (_run.Costs.Refusal is { } overspent)
                _run.Stop.Request(StopReason.Cost, overspent);
            _run.Stop.Token.ThrowIfCancellationRequested();

            await _record.StartAsync().ConfigureAwait(false);
            return await _attempts.RunAsync(_record.Sheet, prompt, _failed).ConfigureAwait(false);
        }
        catch
        {
            await _gate.GiveBackAsync(pass).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<SheetRunResult?> WaitForLimitAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        if (await _waits.ForLimitAsync(end).ConfigureAwait(false) is not { } delay)
        {
            return await _record.FailAsync(
                end, $"{end.Message} It has waited for it as often as rate_limit allows.", code.Category, "failed_exhausted")
                .ConfigureAwait(false);
        }

        SheetMeasures measures = RateLimitPolicy.CountWait(end.Measures, code);
        await WaitAsync(end with { Measures = measures }, SheetWaitReason.RateLimit, delay).ConfigureAwait(false);
        return null;
    }

    private async ValueTask<SheetRunResult?> RetryAsync(AttemptEnd end)
    {
        ErrorCode code = end.Error!;
        RetryOptions options = _run.Score.Retry;
        switch (RetryPolicy.Next(options, code, end.Measures.Retries, _completions, end.Passed, end.Validations.Count))
        {
            case RetryStep.Complete:
                (_record.Mode, _completions, _failed) = ("completion", _completions + 1, end.FailedValidations);
                await WaitAsync(end, SheetWaitReason.Completion, Duration.FromSeconds(options.CompletionDelaySeconds))
                    .ConfigureAwait(false);
                return null;
            case RetryStep.Retry:
                (_record.Mode, _completions, _failed) = ("retry", 0, []);
                TimeSpan delay = await _waits.ForRetryAsync(end).ConfigureAwait(false);
                SheetMeasures measures = end.Measures with { Retries = end.Measures.Retries + 1 };
                await WaitAsync(end with { Measures = measures }, SheetWaitReason.Retry, delay).ConfigureAwait(false);
                return null;
            default:
                return await _record.FailAsync(
                    end, end.Message!, code.Category, code.IsRetried ? "failed_exhausted" : "failed_fatal").ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(AttemptEnd end, SheetWaitReason pause, TimeSpan delay)
    {
        await _record.WaitAsync(end, pause, delay).ConfigureAwait(false);
        await _waits.WaitAsync(delay, pause == SheetWaitReason.Completion ? null : end.Error, end.Measures.Model).ConfigureAwait(false);
    }

    private ValueTask<string?> SkipReasonAsync()
    {
        var attempt = new SheetAttempt
        {
            Score = _run.Score,
            JobId = _run.JobId,
            Number = _number,
            Attempt = _record.Sheet.AttemptCount + 1,
            Mode = _record.Mode,
        };
        return _run.SkipWhen.ShouldSkipAsync(_run.Score, _number, attempt.Environment, _run.Stop.Token);
    }

    private void Warn(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            _record.Tell(JobEventKind.Warning, warning);
    }
}
