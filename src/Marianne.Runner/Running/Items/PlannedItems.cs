using Marianne.Executors;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Secrets;

namespace Marianne.Running;

/// <summary>Determines for a plan how many items a sheet will have. Commands are not run, and outputs are not known yet.</summary>
internal static class PlannedItems
{
    /// <summary>Returns the number of items that a sheet has or will have, or <c>null</c> if it has no source, or they are not known.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="isRead">Indicates whether the source is read again, so that the items of the job do not count.</param>
    public static int? CountOf(Score score, int number, bool isRead = false)
    {
        if (!score.IsParent(number))
            return null;
        if (score.Items.IsExpanded(number) && !isRead)
            return score.Items.Of(number).Count(item => !item.Item.IsGone);
        return Of(score, number)?.Items.Count;
    }

    /// <summary>Returns the items that a source has now, or <c>null</c> if it is known only to the run, or cannot be read.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    public static ItemList? Of(Score score, int number)
    {
        ForEachOptions source = score.SheetOf(number).ForEach!;
        if (source.Command is not null || OutputUses.In(score).Any(use => use.Number == number && use.IsSource))
            return null;
        if (source.Path is not null && !Directory.Exists(score.WorkspacePath))
            return new ItemList([]); // The run creates the folder.

        var attempt = new SheetAttempt { Score = score, JobId = "", Number = number, Attempt = 1, Mode = "" };
        try
        {
            return new ItemSource(attempt, command: null, SecretRedactor.None).Read();
        }
        catch (ItemSourceException)
        {
            return null; // The run reports it.
        }
    }

    /// <summary>Returns the source of the items that a sheet does not have yet, as the score has it; <c>null</c> if there is none.</summary>
    /// <param name="score">The score with the items of the job.</param>
    /// <param name="number">The sheet's number.</param>
    /// <param name="isRead">Indicates whether the source is read again.</param>
    public static string? SourceOf(Score score, int number, bool isRead = false) =>
        !score.IsParent(number) || (score.Items.IsExpanded(number) && !isRead) ? null
        : score.SheetOf(number).ForEach is { Matrix: { } matrix } ? string.Join(" x ", matrix.Keys.Order(StringComparer.Ordinal))
        : score.SheetOf(number).ForEach is var source && source!.In is string text ? text
        : source.Path ?? source.Command ?? "list";
}
