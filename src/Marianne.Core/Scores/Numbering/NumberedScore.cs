using Marianne.Collections;
using Marianne.Policies;

namespace Marianne.Scores;

/// <summary>
/// Answers by number what a score says by position: users write positions, and a job has numbers. What is asked for a number that no
/// sheet of the score has, such as that of an item, has no answer.
/// </summary>
internal static class NumberedScore
{
    /// <summary>Returns the validation rules of a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    public static IEnumerable<ValidationRule> RulesOf(this Score score, int number)
    {
        if (score.Validations.Count == 0)
            return [];

        int position = score.Order.PositionOf(score.ParentOrSelf(number));
        return score.Validations.Where(rule => rule.IsFor(position));
    }

    /// <summary>Returns the command that decides whether a sheet is skipped; <c>null</c> if there is none.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    public static SkipWhenOptions? SkipOf(this Score score, int number) =>
        score.Sheet.SkipWhenCommand.GetValueOrDefault(score.Order.PositionOf(number));

    /// <summary>Returns the dependencies that <c>sheet.dependencies</c> lists for a sheet.</summary>
    /// <param name="score">The score.</param>
    /// <param name="number">The sheet's number, from 1.</param>
    public static IReadOnlyCollection<int> ListedDependenciesOf(this Score score, int number) =>
        [.. score.Sheet.Dependencies.GetValueOrDefault(score.Order.PositionOf(number), []).Select(score.Order.NumberAt)];

    /// <summary>Returns the dependencies that <c>sheet.dependencies</c> lists, by number.</summary>
    /// <param name="score">The score.</param>
    public static IReadOnlyDictionary<int, IReadOnlyCollection<int>> ListedDependencies(this Score score)
    {
        if (score.Order.IsWritten)
            return score.Sheet.Dependencies;

        SortedDictionary<int, IReadOnlyCollection<int>> dependencies = [];
        foreach ((int position, IReadOnlyCollection<int> others) in score.Sheet.Dependencies)
            dependencies[score.Order.NumberAt(position)] = [.. others.Select(score.Order.NumberAt)];
        return ReadOnlyMap<int, IReadOnlyCollection<int>>.Of(dependencies);
    }

    /// <summary>Returns the section <c>sheet</c> with numbers in the place of positions.</summary>
    /// <param name="score">The score.</param>
    public static SheetOptions SheetByNumber(this Score score)
    {
        SortedDictionary<int, SkipWhenOptions> skips = [];
        foreach ((int position, SkipWhenOptions skip) in score.Sheet.SkipWhenCommand)
            skips[score.Order.NumberAt(position)] = skip;
        return score.Sheet with { Dependencies = score.ListedDependencies(), SkipWhenCommand = skips };
    }
}
