using System.Globalization;
using Marianne.Jobs;
using Marianne.Policies;
using Marianne.Scores;
using Marianne.Text;

namespace Marianne.Running;

/// <summary>Finds the sheets that a selection means, and those that depend on them. It is a pure function of its arguments.</summary>
/// <param name="job">The job with its sheets.</param>
/// <param name="score">The score, whose sheets have the numbers of the job.</param>
/// <param name="isChanged">Determines whether a sheet has changed since it was run.</param>
internal sealed class SheetSelector(Job job, Score score, Func<int, bool> isChanged)
{
    private readonly DependencyGraph _graph = SheetDependencies.GraphOf(score);
    private ILookup<int, int>? _items;
    private readonly IReadOnlyDictionary<int, IReadOnlyCollection<int>> _written = SheetDependencies.Of(score);

    private bool HasDependencies => _written.Values.Any(others => others.Count > 0);

    /// <summary>Returns the sheets to run again.</summary>
    /// <param name="wanted">The selection; <c>null</c> for the items alone.</param>
    /// <param name="items">The numbers of the sheets of chosen items.</param>
    /// <param name="sources">The numbers of the sheets that have another source of items than when it was read.</param>
    /// <exception cref="MarianneException">A sheet does not exist.</exception>
    public Rerun Select(SheetSelection? wanted, IReadOnlyList<int> items, IReadOnlyCollection<int> sources)
    {
        SheetSelection selection = wanted ?? new();
        int[] from = [.. selection.From.SelectMany(Find)];
        int[] named = [.. selection.Sheets.SelectMany(Find)];
        bool isAll = wanted is not null && selection.From.Count == 0 && selection.Sheets.Count == 0;
        IEnumerable<int> candidates = isAll ? InOrder() : from.Concat(named);
        if (selection.Only != OnlySheets.All)
            candidates = isAll ? candidates : (HasDependencies ? _graph.DependentsOf(from) : Followers(from)).Keys.Concat(named);

        IEnumerable<int> wantedSheets = candidates.Distinct().Where(number => IsWanted(number, selection.Only));
        int[] chosen = [.. wantedSheets.Concat(items).Concat(sources).Distinct()];
        SortedDictionary<int, int> causes = _graph.DependentsOf(chosen);
        if (selection.Only == OnlySheets.All && !HasDependencies)
        {
            foreach ((int number, int cause) in Followers(from))
                causes.TryAdd(number, cause);
        }

        bool isNamed = selection.Only != OnlySheets.Failed;
        return new Rerun(causes, Kept(causes))
        {
            Reread =
            [
                .. causes.Keys.Where(number => score.IsParent(number)
                    && ((isNamed && causes[number] == 0) || sources.Contains(number)
                        || _written.GetValueOrDefault(number, []).Any(causes.ContainsKey))),
            ],
        };
    }

    /// <summary>Returns the sheets whose failure is allowed and that stay Failed.</summary>
    private HashSet<int> Kept(SortedDictionary<int, int> causes) =>
    [
        .. job.Sheets.Where(sheet => sheet.Status == SheetStatus.Failed && job.Status == JobStatus.Completed
            && JobEnd.Allows(score, sheet.Number) && !causes.ContainsKey(sheet.Number)).Select(sheet => sheet.Number),
    ];

    private bool IsWanted(int number, OnlySheets only) => only switch
    {
        OnlySheets.Failed => number <= job.TotalSheets
            && job.Sheets[number - 1] is { Status: SheetStatus.Failed } sheet && !ItemTransitions.HasEnded(sheet),
        OnlySheets.Changed => isChanged(number),
        _ => true,
    };

    /// <summary>
    /// Returns sheets and all after them, each with the sheet that it follows: if no sheet of the score depends on another, their order is
    /// all that is known.
    /// </summary>
    private SortedDictionary<int, int> Followers(IEnumerable<int> numbers)
    {
        SortedDictionary<int, int> causes = [];
        foreach (int number in numbers)
            causes.TryAdd(number, 0);

        int before = 0;
        foreach (int number in InOrder())
        {
            if (causes.ContainsKey(number))
                before = number;
            else if (before > 0)
                (causes[number], before) = (before, number);
        }

        return causes;
    }

    /// <summary>Returns the sheets in the order of the score, each with its items.</summary>
    private IEnumerable<int> InOrder() => score.Numbers.SelectMany(WithItems);

    /// <summary>Returns a sheet with its items.</summary>
    private IEnumerable<int> WithItems(int number) => (_items ??= score.Items.All().ToLookup(item => item.Item.Parent, item => item.Number))
        [number].Prepend(number);

    /// <summary>Returns the sheets with a name, or the one with a number.</summary>
    private IReadOnlyList<int> Find(string text)
    {
        if (Named(StringComparison.Ordinal) is [_, ..] same)
            return [.. same.SelectMany(WithItems)];
        if (Named(StringComparison.OrdinalIgnoreCase) is [_, ..] similar)
            return [.. similar.SelectMany(WithItems)];
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            throw NoSheet(text);
        return number >= 1 && number <= score.SheetCount
            ? [.. WithItems(number)]
            : throw JobErrors.SheetOutOfRange(job.Id, number, score.SheetCount);

        int[] Named(StringComparison comparison) =>
            [.. InOrder().Where(number => string.Equals(score.NameIfAny(number), text, comparison))];
    }

    private MarianneException NoSheet(string text)
    {
        string[] names = [.. InOrder().Select(score.NameIfAny).OfType<string>()];
        return RunErrors.NoSheet(job, text, NearestWord.Of(text, names), names.Length > 0);
    }
}
