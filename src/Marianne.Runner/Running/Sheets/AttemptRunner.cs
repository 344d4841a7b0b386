using Marianne.Errors;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Processes;
using Marianne.Signals;
using Marianne.Validations;

namespace Marianne.Running;

/// <summary>Makes one attempt of a sheet: executes it, checks what it did, and finds out why it failed.</summary>
/// <param name="run">The run that it is a part of.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class AttemptRunner(JobRun run, int number)
{
    /// <summary>A child often dies of the same Ctrl+C before we hear of it: so long a stop may come after the signal.</summary>
    private static readonly TimeSpan StopMayFollow = TimeSpan.FromMilliseconds(250);

    private UsageReport? _usage;

    /// <summary>What the sheet has used, with what an attempt that was cut short had reported by then.</summary>
    public SheetMeasures MeasuresOfCutShort(Sheet sheet) =>
        AttemptCost.Of(_usage, prompt: null, output: "", run.Score.CostLimits).AddTo(sheet.Measures);

    /// <summary>Plays an attempt that the store knows of already.</summary>
    /// <param name="sheet">The sheet as it was started.</param>
    /// <param name="prompt">The prompt; nothing when it has none.</param>
    /// <param name="failed">What is to be completed.</param>
    /// <exception cref="OperationCanceledException">
    /// The run was stopped before it succeeded; what was started has been ended.
    /// </exception>
    public async ValueTask<AttemptEnd> RunAsync(Sheet sheet, string? prompt, IReadOnlyList<string> failed)
    {
        var attempt = new SheetAttempt
        {
            Score = run.Score,
            JobId = run.JobId,
            Number = number,
            Attempt = sheet.AttemptCount,
            Mode = sheet.ExecutionMode!,
            Prompt = prompt,
            FailedValidations = failed,
        };
        CostMeter meter = run.Costs.Start(number, sheet.Measures.Cost);
        FileTimes before = run.Validator.TakeTimes(run.Score, number);
        SheetExecution execution = await ExecuteAsync(attempt).ConfigureAwait(false);
        CommandResult result = execution.Result;
        IReadOnlyList<ValidationDetail> validations = result.Succeeded
            ? await run.Validator.CheckAsync(run.Score, number, before, attempt.Environment, run.Stop.Token).ConfigureAwait(false)
            : [];

        AttemptCost cost = AttemptCost.Of(_usage, result.StartError is null ? prompt : null, result.Output, run.Score.CostLimits);
        SheetMeasures measures = cost.AddTo(sheet.Measures);
        string output = run.Redactor.RedactTail(result.Output, result.IsTruncated);
        (ErrorCode? error, string? message) = Classify(execution, validations, output);
        if (error is not null)
            run.Stop.Token.ThrowIfCancellationRequested();
        return new AttemptEnd
        {
            Result = result,
            Validations = validations,
            Error = error,
            Message = message,
            ResetsAt = error is { IsRateLimit: true }
                ? ResetTimeParser.Find(result.Output, run.Services.Time.GetUtcNow(), run.Services.Time.LocalTimeZone)
                : null,
            Measures = error is null ? measures : measures.With(error.Code, sheet.AttemptCount),
            Cost = run.Costs.Settle(number, meter, cost.Dollars),
            Execution = new Execution(
                0, run.JobId, number, sheet.AttemptCount, execution.Given, output, result.ExitCode, result.Duration,
                run.Services.Time.GetUtcNow()),
        };
    }

    private async ValueTask<SheetExecution> ExecuteAsync(SheetAttempt attempt)
    {
        _usage = null;
        var lines = new OutputLineReader(See);
        SheetExecution execution = await run.Services.ExecutorOf(run.Score, number)
            .ExecuteAsync(attempt, piece => lines.Add(piece), run.Stop.Token).ConfigureAwait(false);
        lines.Complete();

        if (execution.Result.Signal is not null && !run.Stop.IsRequested)
            await LongDelay.WaitAsync(StopMayFollow, run.Services.Time, run.Stop.Token).ConfigureAwait(false);
        if (!execution.Result.Succeeded)
            run.Stop.Token.ThrowIfCancellationRequested();
        return execution;

        // Only whole lines are told: a secret could be cut in two.
        void See(string? line)
        {
            if (line is not null && UsageLineParser.Parse(line) is { } report)
                _usage = UsageReport.Sum(_usage, report with { Model = run.Redactor.Redact(report.Model) });
            run.Journal.Tell(JobEventKind.SheetOutput, line ?? "(a very long line)", number);
        }
    }

    private (ErrorCode? Error, string? Message) Classify(
        SheetExecution execution, IReadOnlyList<ValidationDetail> validations, string output)
    {
        CommandResult result = execution.Result;
        if (result.StartError is { } why)
            return (execution.Unfit, $"{execution.Unfit} {why}");

        ErrorClassification? verdict = run.Classifier.Classify(new AttemptReport
        {
            ExitCode = result.ExitCode,
            Signal = result.ExitCode is null ? result.Signal : null, // The exit code tells more: 137 means memory.
            TimedOut = result.TimedOut,
            WasStale = result.WasStale,
            Output = result.Output,
            Validations = validations,
        });
        foreach (string pattern in verdict?.TimedOutPatterns ?? [])
        {
            run.Journal.Tell(
                JobEventKind.Warning,
                $"The pattern '{pattern}' of rate_limit.detection_patterns took too long on the output of sheet {number}.",
                number);
        }

        return verdict is { Code: var code }
            ? (code, FailureMessage.Of(run.Score, number, code, result, validations, output))
            : default;
    }
}
