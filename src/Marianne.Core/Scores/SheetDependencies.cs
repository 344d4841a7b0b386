using System.Globalization;
using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Options;
using Marianne.Policies;
using Marianne.Text;

namespace Marianne.Scores;

/// <summary>
/// The dependencies between the sheets of a score: by number in <c>sheet.dependencies</c>, by name in <c>needs</c> of the sheets, and by
/// the outputs that a sheet uses; and by the order of the sheets where it has approvals.
/// </summary>
public static class SheetDependencies
{
    /// <summary>Returns the sheets that each sheet depends on, by number. A sheet that is not listed has no dependencies.</summary>
    /// <param name="score">The score. Names without a sheet are ignored.</param>
    public static IReadOnlyDictionary<int, IReadOnlyCollection<int>> Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return Of(score, OutputUses.In(score));
    }

    /// <summary>Returns what the items of the sheets depend on: what their sheets do, except for the sources of the items.</summary>
    /// <param name="score">The score.</param>
    internal static IReadOnlyDictionary<int, IReadOnlyCollection<int>> OfItems(Score score) =>
        Of(score, OutputUses.In(score).Where(use => !use.IsSource));

    private static IReadOnlyDictionary<int, IReadOnlyCollection<int>> Of(Score score, IEnumerable<OutputUse> uses)
    {
        ILookup<int, int> used = uses.Where(use => use.Number != use.Target).ToLookup(use => use.Number, use => use.Target);
        if (used.Count == 0 && score.Sheets.All(sheet => sheet.Needs.Count == 0 && sheet.Approval is null))
            return score.ListedDependencies();

        ILookup<string, int> numbers = NumbersByName(score);
        SortedDictionary<int, IReadOnlyCollection<int>> all = [];
        foreach ((int number, IReadOnlyCollection<int> others) in score.ListedDependencies())
            all[number] = others;
        foreach (int number in score.Numbers)
        {
            int[] needed = [.. score.SheetOf(number).Needs.SelectMany(name => numbers[name].Take(1)).Concat(used[number])];
            if (needed.Length > 0)
                all[number] = [.. all.GetValueOrDefault(number, []).Concat(needed).Distinct()];
        }

        if (score.Sheets.Any(sheet => sheet.Approval is not null))
            new ApprovalOrder(score).AddTo(all);
        return ReadOnlyMap<int, IReadOnlyCollection<int>>.Of(all);
    }

    /// <summary>Returns the graph of the dependencies of a score, which is valid.</summary>
    /// <param name="score">The score.</param>
    public static DependencyGraph GraphOf(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        if (score.HasForEach)
        {
            OutputUse[] uses = [.. OutputUses.In(score)];
            return ItemGraph.Of(score, Of(score, uses), Of(score, uses.Where(use => !use.IsSource)));
        }

        return new(score.Sheets.Count, Of(score))
        {
            NeededResultOf = number => score.SheetOf(number).NeedsResult,
            PlaceOf = score.Order.PositionOf,
        };
    }

    /// <summary>Returns the problems of the dependencies of a score.</summary>
    /// <param name="score">The score.</param>
    internal static IEnumerable<OptionProblem> Validate(Score score)
    {
        OptionProblem[] byNumber = [.. DependencyValidator.Validate(score.Sheets.Count, score.Sheet.Dependencies)];
        OutputUse[] uses = [.. OutputUses.In(score)];
        if (uses.Length == 0 && score.Sheets.All(sheet => sheet.Needs.Count == 0))
            return byNumber;

        OptionProblem[] byName = [.. ValidateNames(score)];
        if (byName.Length > 0 || DependencyValidator.CycleOf(score.Sheets.Count, score.Sheet.Dependencies) is not null)
            return byNumber.Concat(byName);

        return DependencyValidator.CycleOf(score.Sheets.Count, Of(score, uses)) is { } cycle
            ? byNumber.Append(InCycle(score, cycle, uses))
            : byNumber;
    }

    private static IEnumerable<OptionProblem> ValidateNames(Score score)
    {
        ILookup<string, int> numbers = NumbersByName(score);
        HashSet<string> ambiguous = [];
        for (int index = 0; index < score.Sheets.Count; index++)
        {
            IReadOnlyList<string> needs = score.Sheets[index].Needs;
            for (int at = 0; at < needs.Count; at++)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"sheets[{index}].needs[{at}]");
                int[] named = [.. numbers[needs[at]].Take(3)];
                if (named.Length == 0)
                    yield return Unknown(path, needs[at], numbers.Select(known => known.Key));
                else if (named.Length > 1 && ambiguous.Add(needs[at]))
                    yield return Ambiguous(needs[at], named);
                else if (named is [var only] && only == index + 1)
                    yield return new(path, $"Sheet {score.LabelOf(only)} needs itself, so it could never start. Remove this name.");
            }
        }
    }

    private static ILookup<string, int> NumbersByName(Score score) => score.Sheets
        .Select((sheet, index) => (sheet.Name, Number: score.Order.NumberAt(index + 1)))
        .Where(sheet => sheet.Name is not null)
        .ToLookup(sheet => sheet.Name!, sheet => sheet.Number, StringComparer.Ordinal);

    /// <summary>Returns the problem of a name that no sheet has.</summary>
    /// <param name="path">The path of the key.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names of the sheets.</param>
    internal static OptionProblem Unknown(string path, string name, IEnumerable<string> known)
    {
        string? nearest = NearestWord.Of(name, known.Where(SheetName.CanBeReferredTo));
        string advice = nearest is null
            ? "Correct it, or give the sheet that is meant this name."
            : $"Did you mean {nearest}?";
        return new(path, $"There is no sheet with the name {OptionValue.Show(name)}. {advice}") { Suggestion = nearest };
    }

    private static OptionProblem Ambiguous(string name, int[] numbers) => new(
        string.Create(CultureInfo.InvariantCulture, $"sheets[{numbers[1] - 1}].name"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"Sheets {numbers[0]} and {numbers[1]} have the name {OptionValue.Show(name)}, which another sheet refers to. Rename one of "
            + $"them."));

    private static OptionProblem InCycle(Score score, IReadOnlyList<int> cycle, OutputUse[] uses)
    {
        string path = Enumerable.Range(0, cycle.Count - 1).Select(index => PathOf(cycle[index], cycle[index + 1])).OfType<string>().First();
        return new(
            path,
            "Sheets depend on each other in a cycle, so none of them could start: "
            + $"{string.Join(" -> ", cycle.Select(number => SheetLabel.Of(number, score.Sheets[number - 1].Name)))} "
            + "(-> means: depends on). Remove one of these dependencies.");

        string? PathOf(int number, int other) => score.Sheets[number - 1].Needs.Contains(score.Sheets[other - 1].Name)
            ? string.Create(CultureInfo.InvariantCulture, $"sheets[{number - 1}].needs")
            : uses.FirstOrDefault(use => use.Number == number && use.Target == other)?.Path;
    }
}
