using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>What must be true of the dependencies of sheets.</summary>
public static class DependencyValidator
{
    /// <summary>Everything that is wrong with dependencies; empty when they are good.</summary>
    /// <param name="total">How many sheets there are.</param>
    /// <param name="needs">By number, the sheets that a sheet needs.</param>
    /// <param name="path">Where they are written.</param>
    public static IReadOnlyList<OptionProblem> Check(
        int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> needs, string path = "sheet.dependencies")
    {
        ArgumentNullException.ThrowIfNull(needs);

        OptionProblem[] problems =
        [
            .. needs.OrderBy(need => need.Key).SelectMany(need => Refuse(total, need.Key, need.Value)),
            .. FindCycle(total, needs) is { } cycle ? [Circular(cycle)] : Array.Empty<OptionProblem>(),
        ];
        return [.. problems.Select(problem => problem.Within(path))];
    }

    private static IEnumerable<OptionProblem> Refuse(int total, int number, IReadOnlyCollection<int> needed)
    {
        string key = number.ToString(CultureInfo.InvariantCulture);
        if (number < 1 || number > total)
            yield return new(key, $"There is no sheet {number}: the sheets are 1 to {total}. Remove it or mend its number.");

        foreach (int other in needed.Distinct())
        {
            if (other < 1 || other > total)
                yield return new(key, $"Sheet {number} needs sheet {other}, and the sheets are 1 to {total}. Mend the number.");
            else if (other == number)
                yield return new(key, $"Sheet {number} needs itself, so it could never start. Remove it from what it needs.");
        }
    }

    private static OptionProblem Circular(List<int> cycle) => new(
        cycle[0].ToString(CultureInfo.InvariantCulture),
        $"Sheets need each other in a circle, so that none of them could start: {string.Join(" -> ", cycle)} (-> is: needs). "
        + "Remove one of these dependencies.");

    /// <summary>
    /// Sheets in an order in which each comes after all that it needs; those of a circle, and after it, are left out.
    /// </summary>
    internal static IReadOnlyList<int> InOrder(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> needs)
    {
        int[] missing = new int[total + 1];
        ILookup<int, int> neededBy = Links(total, needs).ToLookup(link => link.Needed, link => link.Number);
        foreach ((int number, _) in Links(total, needs))
            missing[number]++;

        List<int> order = [.. Enumerable.Range(1, total).Where(number => missing[number] == 0)];
        for (int next = 0; next < order.Count; next++)
            order.AddRange(neededBy[order[next]].Where(number => --missing[number] == 0));
        return order;
    }

    /// <summary>A circle of sheets, its first one again at its end; nothing when there is none.</summary>
    private static List<int>? FindCycle(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> needs)
    {
        HashSet<int> stuck = [.. Enumerable.Range(1, total).Except(InOrder(total, needs))];
        if (stuck.Count == 0)
            return null;

        // Whatever is stuck needs something that is stuck, so following that comes back to a sheet that was met before.
        ILookup<int, int> stuckNeeds = Links(total, needs).Where(link => stuck.Contains(link.Needed))
            .ToLookup(link => link.Number, link => link.Needed);
        List<int> walk = [];
        Dictionary<int, int> met = [];
        int number = stuck.Min();
        while (met.TryAdd(number, walk.Count))
        {
            walk.Add(number);
            number = stuckNeeds[number].Min();
        }

        // It is told from its lowest number on, however it was met.
        List<int> cycle = walk[met[number]..];
        int lowest = cycle.IndexOf(cycle.Min());
        return [.. cycle[lowest..], .. cycle[..lowest], cycle[lowest]];
    }

    /// <summary>The dependencies that can be met at all: of two different sheets that exist.</summary>
    private static IEnumerable<(int Number, int Needed)> Links(
        int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> needs) =>
        from need in needs
        where need.Key >= 1 && need.Key <= total
        from needed in need.Value.Distinct()
        where needed >= 1 && needed <= total && needed != need.Key
        select (need.Key, needed);
}
