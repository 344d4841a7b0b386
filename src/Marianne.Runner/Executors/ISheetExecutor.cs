using Marianne.Scores;

namespace Marianne.Executors;

/// <summary>Does what a sheet says.</summary>
public interface ISheetExecutor
{
    /// <summary>Whether it can play a sheet.</summary>
    bool CanRun(ScoreSheet sheet);

    /// <summary>Plays a sheet once, to its end.</summary>
    /// <param name="attempt">What is to be done.</param>
    /// <param name="onOutput">Gets the output as it comes, in pieces that may begin and end anywhere in a line.</param>
    /// <param name="stop">Ends it with all that it started; the result says so.</param>
    /// <returns>How it ended. It fails for no reason of the sheet's.</returns>
    ValueTask<SheetExecution> ExecuteAsync(SheetAttempt attempt, Action<string> onOutput, CancellationToken stop);
}
