using Marianne.Executors;
using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Benchmarks;

/// <summary>Completes every sheet immediately.</summary>
internal sealed class EmptyExecutor : ISheetExecutor
{
    public bool CanRun(ScoreSheet sheet) => true;

    public ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop) =>
        new(AttemptResult.Of("true", new CommandResult { ExitCode = 0 }));
}
