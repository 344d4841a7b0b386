using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Determines whether a job is completed: a sheet whose failure the score allows does not prevent it.</summary>
internal static class JobEnd
{
    /// <summary>Determines whether a score allows a sheet to fail.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number.</param>
    public static bool Allows(Score score, int number) =>
        score.Items.Find(number) is { IsGone: true } || score.FindSheet(number)?.AllowFailure == true;

    /// <summary>Determines whether every sheet is Completed, Skipped, or Failed although the score allows it.</summary>
    /// <param name="job">The job with its sheets.</param>
    /// <param name="score">The score of the job.</param>
    public static bool IsReached(Job job, Score score) => job.Progress.Finished == job.TotalSheets
        || job.Sheets.All(sheet => sheet.IsFinished || (sheet.Status == SheetStatus.Failed && Allows(score, sheet.Number)));

    /// <summary>Returns the update that completes a job whose end is reached.</summary>
    /// <param name="score">The score of the job.</param>
    public static JobUpdate.Complete UpdateOf(Score score) => new()
    {
        AllowedFailures = [.. Enumerable.Range(1, score.SheetCount).Where(number => Allows(score, number))],
    };
}
