using Marianne.Errors;
using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Decides whether a sheet runs: reads what it gets of other sheets, and evaluates its conditions.</summary>
/// <param name="run">The run of the job.</param>
/// <param name="watch">The sheet.</param>
/// <param name="journal">Saves the changes of the sheet.</param>
internal sealed class SheetStart(JobRun run, SheetWatch watch, SheetJournal journal)
{
    /// <summary>
    /// Returns what the sheet gets of other sheets, and the result of the sheet if it is skipped or cannot run; otherwise <c>null</c>.
    /// </summary>
    public async ValueTask<(SheetInputs Inputs, SheetRunResult? Result)> DecideAsync()
    {
        SheetInputs inputs = await run.Inputs.ReadAsync(watch.Number, watch.Token).ConfigureAwait(false);
        if (inputs.ConditionError is { } undecided)
            return (inputs, await RejectAsync(undecided).ConfigureAwait(false));
        if (SkipCondition.ReasonOfCondition(inputs.Score, watch.Number) is { } reason)
            return (inputs, await journal.SkipAsync(reason).ConfigureAwait(false));
        if (inputs.Error is { } missing)
            return (inputs, await RejectAsync(missing).ConfigureAwait(false));

        string? other = await run.SkipCondition
            .ReasonToSkipAsync(inputs.Score, watch.Number, () => NextAttempt(inputs.Score).Environment, watch.Token).ConfigureAwait(false);
        if (other is not null)
            return (inputs, await journal.SkipAsync(other).ConfigureAwait(false));

        inputs = inputs with { Denial = await run.Approvals.DenialOfAsync(watch.Sheet).ConfigureAwait(false) };
        if (inputs.Score.SheetOf(watch.Number).Approval is not { } options)
            return (inputs, null);

        (SheetApproval? approval, SheetRunResult? result) = await new ApprovalGate(run, watch, journal)
            .EnterAsync(options, inputs.Score).ConfigureAwait(false);
        return (inputs with { Approval = approval }, result);
    }

    /// <summary>Returns the attempt that is made next.</summary>
    /// <param name="score">The score, in which the placeholders of outputs have values.</param>
    public SheetAttempt NextAttempt(Score score) => new()
    {
        Score = score,
        JobId = run.JobId,
        Number = watch.Number,
        Attempt = journal.Sheet.AttemptCount + 1,
        Mode = journal.Mode,
        Mark = run.MarkOf(watch.Number),
    };

    private ValueTask<SheetRunResult> RejectAsync(string details) => journal.RejectAsync(ErrorCodes.InputMissing, details);
}
