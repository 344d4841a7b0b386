namespace Marianne.Policies;

/// <summary>Which sheets need which others. It is made of dependencies that have been checked.</summary>
public sealed class DependencyGraph
{
    private readonly int _total;
    private readonly IReadOnlyDictionary<int, IReadOnlyCollection<int>> _needs;

    /// <summary>Makes a graph.</summary>
    /// <param name="total">How many sheets there are.</param>
    /// <param name="needs">By number, the sheets that a sheet needs; a sheet not named needs nothing.</param>
    /// <exception cref="ArgumentException"><see cref="DependencyValidator.Check"/> finds a problem in them.</exception>
    public DependencyGraph(int total, IReadOnlyDictionary<int, IReadOnlyCollection<int>> needs)
    {
        if (DependencyValidator.Check(total, needs) is [var problem, ..])
            throw new ArgumentException(problem.ToString(), nameof(needs));

        _total = total;
        _needs = needs;
    }

    /// <summary>The sheets that a sheet needs.</summary>
    public IReadOnlyCollection<int> NeedsOf(int number) => _needs.GetValueOrDefault(number, []);

    /// <summary>The groups of sheets that may run together: what they need is in earlier groups.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups()
    {
        int[] depths = new int[_total + 1];
        foreach (int number in DependencyValidator.InOrder(_total, _needs))
            depths[number] = NeedsOf(number).Select(needed => depths[needed] + 1).DefaultIfEmpty(0).Max();

        return
        [
            .. Enumerable.Range(1, _total)
                .GroupBy(number => depths[number])
                .OrderBy(group => group.Key)
                .Select(group => group.ToArray()),
        ];
    }
}
