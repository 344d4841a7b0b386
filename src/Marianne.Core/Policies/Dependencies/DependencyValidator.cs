using System.Globalization;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>Validates the dependencies of sheets.</summary>
public static class DependencyValidator
{
    /// <summary>Validates dependencies. Returns all problems; the list is empty if the dependencies are valid.</summary>
    /// <param name="total">The number of sheets.</param>
    /// <param name="dependencies">The sheets that each sheet depends on, by number.</param>
    /// <param name="path">The path of the dependencies, which the paths of the problems begin with.</param>
    public static IReadOnlyList<OptionProblem> Validate(
        int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies, string path = "sheet.dependencies")
    {
        ArgumentNullException.ThrowIfNull(dependencies);

        OptionProblem[] problems =
        [
            .. dependencies.OrderBy(entry => entry.Key).SelectMany(entry => ValidateSheet(total, entry.Key, entry.Value)),
            .. CycleOf(total, dependencies) is { } cycle ? [InCycle(cycle)] : Array.Empty<OptionProblem>(),
        ];
        return [.. problems.Select(problem => problem.Within(path))];
    }

    private static IEnumerable<OptionProblem> ValidateSheet(int total, int number, IReadOnlyCollection<int> others)
    {
        string key = number.ToString(CultureInfo.InvariantCulture);
        if (number < 1 || number > total)
        {
            yield return new(
                key, $"Sheet {number} does not exist: the sheets are 1 to {total}. Correct the number, or remove it.");
        }

        foreach (int other in others.Distinct())
        {
            if (other < 1 || other > total)
            {
                yield return new(
                    key, $"Sheet {number} depends on sheet {other}, but the sheets are 1 to {total}. Correct the number.");
            }
            else if (other == number)
            {
                yield return new(key, $"Sheet {number} depends on itself, so it could never start. Remove this dependency.");
            }
        }
    }

    private static OptionProblem InCycle(IReadOnlyList<int> cycle) => new(
        cycle[0].ToString(CultureInfo.InvariantCulture),
        $"Sheets depend on each other in a cycle, so none of them could start: {string.Join(" -> ", cycle)} (-> means: depends "
        + "on). Remove one of these dependencies.");

    /// <summary>
    /// Returns the sheets in an order in which each comes after its dependencies. Sheets in a cycle, and sheets that depend on
    /// them, are not included.
    /// </summary>
    internal static IReadOnlyList<int> InOrder(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies)
    {
        int[] open = new int[total + 1];
        ILookup<int, int> dependents = Links(total, dependencies).ToLookup(link => link.Other, link => link.Number);
        foreach ((int number, _) in Links(total, dependencies))
            open[number]++;

        List<int> order = [.. Enumerable.Range(1, total).Where(number => open[number] == 0)];
        for (int next = 0; next < order.Count; next++)
            order.AddRange(dependents[order[next]].Where(number => --open[number] == 0));
        return order;
    }

    /// <summary>Returns a cycle, with its first sheet again at the end, or <c>null</c> if there is none.</summary>
    internal static IReadOnlyList<int>? CycleOf(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies)
    {
        HashSet<int> blocked = [.. Enumerable.Range(1, total).Except(InOrder(total, dependencies))];
        if (blocked.Count == 0)
            return null;

        // Each blocked sheet depends on a blocked sheet, so following these dependencies returns to a visited sheet.
        ILookup<int, int> blockedDependencies = Links(total, dependencies).Where(link => blocked.Contains(link.Other))
            .ToLookup(link => link.Number, link => link.Other);
        List<int> walk = [];
        Dictionary<int, int> visited = [];
        int number = blocked.Min();
        while (visited.TryAdd(number, walk.Count))
        {
            walk.Add(number);
            number = blockedDependencies[number].Min();
        }

        // The cycle is reported from its lowest number, wherever the walk began.
        List<int> cycle = walk[visited[number]..];
        int lowest = cycle.IndexOf(cycle.Min());
        return [.. cycle[lowest..], .. cycle[..lowest], cycle[lowest]];
    }

    /// <summary>Returns the valid dependencies: between two different sheets that exist.</summary>
    private static IEnumerable<(int Number, int Other)> Links(
        int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies) =>
        from entry in dependencies
        where entry.Key >= 1 && entry.Key <= total
        from other in entry.Value.Distinct()
        where other >= 1 && other <= total && other != entry.Key
        select (entry.Key, other);
}
