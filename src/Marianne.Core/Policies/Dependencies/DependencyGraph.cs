namespace Marianne.Policies;

/// <summary>The dependencies between the sheets of a score, without cycles.</summary>
public sealed class DependencyGraph
{
    private readonly int _total;
    private readonly IReadOnlyDictionary<int, IReadOnlyCollection<int>> _dependencies;

    /// <summary>Creates a graph.</summary>
    /// <param name="total">The number of sheets.</param>
    /// <param name="dependencies">
    /// The sheets that each sheet depends on, by number. A sheet that is not listed has no dependencies.
    /// </param>
    /// <exception cref="ArgumentException">The dependencies are invalid; see <see cref="DependencyValidator"/>.</exception>
    public DependencyGraph(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> dependencies)
    {
        if (DependencyValidator.Validate(total, dependencies) is [var problem, ..])
            throw new ArgumentException(problem.ToString(), nameof(dependencies));

        _total = total;
        _dependencies = dependencies;
    }

    /// <summary>Returns the result of its dependencies that a sheet needs to start. The default is their success.</summary>
    public Func<int, NeededResult> NeededResultOf { get; init; } = _ => NeededResult.Success;

    /// <summary>Returns the place of a sheet among those that can start at the same time. The default is its number.</summary>
    public Func<int, int> PlaceOf { get; init; } = number => number;

    /// <summary>Returns the group of a sheet, whose sheets can be held back together. The default is 0 for all.</summary>
    public Func<int, int> GroupOf { get; init; } = _ => 0;

    /// <summary>Returns the sheets that a sheet depends on.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public IReadOnlyCollection<int> DependenciesOf(int number) => _dependencies.GetValueOrDefault(number, []);

    /// <summary>Returns groups of sheets that can run at the same time. A group depends only on earlier groups.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups()
    {
        int[] depths = new int[_total + 1];
        foreach (int number in DependencyValidator.InOrder(_total, _dependencies))
            depths[number] = DependenciesOf(number).Select(other => depths[other] + 1).DefaultIfEmpty(0).Max();

        return
        [
            .. Enumerable.Range(1, _total)
                .GroupBy(number => depths[number])
                .OrderBy(group => group.Key)
                .Select(group => group.ToArray()),
        ];
    }

    /// <summary>
    /// Returns sheets and all that depend on them, by number, each with the lowest of these that it depends on; 0 for the sheets themselves.
    /// </summary>
    /// <param name="numbers">The numbers of the sheets.</param>
    public SortedDictionary<int, int> DependentsOf(IEnumerable<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        SortedDictionary<int, int> causes = [];
        foreach (int number in numbers)
            causes.TryAdd(number, 0);
        if (causes.Count == 0)
            return causes;

        foreach (int number in Groups().SelectMany(group => group).Where(number => !causes.ContainsKey(number)))
        {
            if (DependenciesOf(number).Where(causes.ContainsKey).Order().FirstOrDefault() is > 0 and var cause)
                causes.Add(number, cause);
        }

        return causes;
    }
}
