using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>Runs sheets that only ask for approval: their attempt records who approved them.</summary>
internal sealed class ApprovalExecutor : ISheetExecutor
{
    private ApprovalExecutor()
    {
    }

    /// <summary>The executor.</summary>
    public static ISheetExecutor Instance { get; } = new ApprovalExecutor();

    /// <inheritdoc/>
    public bool CanRun(ScoreSheet sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return !sheet.HasWork && sheet.Approval is not null;
    }

    /// <inheritdoc/>
    public ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(onOutput);
        string output = attempt.Approval?.OutcomeWithComment() ?? "";
        onOutput(output + "\n");
        return new(AttemptResult.Of(
            attempt.Approval?.Message ?? "", new CommandResult { ExitCode = 0, Output = output, OutputLength = output.Length }));
    }
}
