using Marianne.Jobs;
using Marianne.Policies;

namespace Marianne.Running;

/// <summary>Makes one attempt of a sheet: executes it, checks what it did, and finds out why it failed.</summary>
/// <param name="run">The run that it is a part of.</param>
/// <param name="number">The sheet's number.</param>
internal sealed class AttemptPlayer(JobRun run, int number)
{
    /// <summary>A child often dies of the same Ctrl+C before we hear of it: so long a stop may come after the signal.</summary>
    private static readonly TimeSpan StopMayFollow = TimeSpan.FromMilliseconds(250);

    /// <summary>Plays an attempt that the store knows of already.</summary>
    /// <param name="sheet">The sheet as it was started.</param>
    /// <param name="prompt">The prompt; nothing when it has none.</param>
    /// <param name="failed">What is to be completed.</param>
    /// <exception cref="OperationCanceledException">The run was stopped; what was started has been ended.</exception>
    public async ValueTask<AttemptEnd> PlayAsync(Sheet sheet, string? prompt, IReadOnlyList<string> failed)
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
        (SheetExecution execution, UsageReport? usage) = await ExecuteAsync(attempt).ConfigureAwait(false);
        CommandResult result = execution.Result;
        IReadOnlyList<ValidationDetail> validations = result.Succeeded
            ? await run.Validator.CheckAsync(run.Score, number, before, attempt.Environment, run.Stop.Token).ConfigureAwait(false)
            : [];

        run.Stop.Token.ThrowIfCancellationRequested();
        AttemptCost cost = AttemptCost.Of(usage, prompt, result.Output, run.Score.CostLimits);
        SheetMeasures measures = cost.AddTo(sheet.Measures);
        string output = run.Redactor.RedactTail(result.Output, result.IsTruncated);
        (ErrorCode? error, string? message) = Classify(execution, validations, output);
        return new AttemptEnd
        {
            Sheet = sheet,
            Result = result,
            Validations = validations,
            Error = error,
            Message = message,
            ResetsAt = error is { IsRateLimit: true }
                ? ResetTime.Find(result.Output, run.Services.Time.GetUtcNow(), run.Services.Time.LocalTimeZone)
                : null,
            Measures = error is null ? measures : measures with
            {
                ErrorCode = error.Code,
                ErrorCodes = [.. measures.ErrorCodes.Append(error.Code).Distinct()],
            },
            Cost = run.Costs.Settle(number, meter, cost.Dollars),
            Execution = new Execution(
                0, run.JobId, number, sheet.AttemptCount, execution.Given, output, result.ExitCode, result.Duration,
                run.Services.Time.GetUtcNow()),
        };
    }

    private async ValueTask<(SheetExecution Execution, UsageReport? Usage)> ExecuteAsync(SheetAttempt attempt)
    {
        UsageReport? usage = null;
        var lines = new OutputLines(See);
        ISheetExecutor executor = run.ExecutorOf(number);
        SheetExecution execution = await executor
            .ExecuteAsync(attempt, piece => lines.Add(piece), run.Stop.Token).ConfigureAwait(false);
        lines.Complete();

        if (execution.Result.Signal is not null && !run.Stop.IsRequested)
            await Pauses.WaitAsync(StopMayFollow, run.Services.Time, run.Stop.Token).ConfigureAwait(false);
        run.Stop.Token.ThrowIfCancellationRequested();
        return (execution, usage);

        // Only whole lines are told: a secret could be cut in two.
        void See(string? line)
        {
            usage = UsageReport.Sum(usage, line is null ? null : UsageLine.Parse(line));
            run.Journal.Tell(JobEventKind.SheetOutput, line ?? "(a very long line)", number);
        }
    }

    private (ErrorCode? Error, string? Message) Classify(
        SheetExecution execution, IReadOnlyList<ValidationDetail> validations, string output)
    {
        CommandResult result = execution.Result;
        if (result.StartError is { } why)
            return (execution.Unfit, $"{execution.Unfit} {why}");

        ErrorVerdict? verdict = run.Classifier.Classify(new AttemptReport
        {
            ExitCode = result.ExitCode,
            Signal = result.Signal,
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

        return (verdict?.Code, verdict is null ? null : FailureMessage.Of(verdict.Code, result, validations, output));
    }
}
