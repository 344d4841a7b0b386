using Marianne.Scores;
using Marianne.Signals;

namespace Marianne.Executors;

/// <summary>Executes the attempts of sheets.</summary>
public interface ISheetExecutor
{
    /// <summary>Determines whether this executor can run a sheet.</summary>
    /// <param name="sheet">The sheet.</param>
    bool CanRun(ScoreSheet sheet);

    /// <summary>Runs an attempt to its end.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="onOutput">Receives the output as it arrives, in pieces that may begin and end anywhere in a line.</param>
    /// <param name="stop">A token to end the attempt and every process that it started.</param>
    /// <returns>How the attempt ended. A failure or a stop of the sheet is not thrown, but is in the result.</returns>
    ValueTask<AttemptResult> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop);
}
