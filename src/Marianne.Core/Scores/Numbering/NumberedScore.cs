using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>
/// Converts scores between positions, in which users write them, and the numbers of a job, by which it is run. What a score says by
/// position is converted: its sheets, their dependencies and the commands that skip them. The rules of validations keep positions.
/// </summary>
internal static class NumberedScore
{
    /// <summary>Returns a score whose sheets have the numbers of a job.</summary>
    /// <param name="score">The score.</param>
    /// <param name="order">The numbers by position.</param>
    public static Score In(this Score score, SheetOrder order)
    {
        Score written = score.AsWritten();
        return order.IsWritten ? written : Convert(written, order.PositionOf, order.NumberAt) with { Order = order };
    }

    /// <summary>Returns a score as it was written: its sheets are in their positions.</summary>
    /// <param name="score">The score.</param>
    public static Score AsWritten(this Score score) => score.Order.IsWritten
        ? score
        : Convert(score, score.Order.NumberAt, score.Order.PositionOf) with { Order = SheetOrder.Written };

    /// <summary>Returns the validation rules of a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    public static IEnumerable<ValidationRule> RulesOf(this Score score, int number)
    {
        int position = score.Order.PositionOf(score.ParentOrSelf(number));
        return score.Validations.Where(rule => rule.IsFor(position));
    }

    /// <summary>Converts a score.</summary>
    /// <param name="score">The score.</param>
    /// <param name="oldOf">Returns the old place of the sheet at a new one.</param>
    /// <param name="newOf">Returns the new place of the sheet at an old one.</param>
    private static Score Convert(Score score, Func<int, int> oldOf, Func<int, int> newOf)
    {
        SortedDictionary<int, IReadOnlyCollection<int>> dependencies = [];
        foreach ((int number, IReadOnlyCollection<int> others) in score.Sheet.Dependencies)
            dependencies[newOf(number)] = [.. others.Select(newOf)];
        SortedDictionary<int, SkipWhenOptions> skips = [];
        foreach ((int number, SkipWhenOptions skip) in score.Sheet.SkipWhenCommand)
            skips[newOf(number)] = skip;

        return score with
        {
            Sheets = [.. Enumerable.Range(1, score.Sheets.Count).Select(place => score.Sheets[oldOf(place) - 1])],
            Sheet = score.Sheet with { Dependencies = dependencies, SkipWhenCommand = skips },
        };
    }
}
