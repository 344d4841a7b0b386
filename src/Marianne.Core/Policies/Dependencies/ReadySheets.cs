namespace Marianne.Policies;

/// <summary>Keeps track of the sheets that can be started, as other sheets are finished.</summary>
public sealed class ReadySheets
{
    private readonly Dictionary<int, int> _openDependencies = [];
    private readonly Dictionary<int, List<int>> _dependents = [];
    private readonly SortedSet<int> _ready = [];

    /// <summary>Creates an instance from the current state of the sheets.</summary>
    /// <param name="total">The number of sheets.</param>
    /// <param name="graph">The dependencies of the sheets.</param>
    /// <param name="isDone">Determines whether a sheet is Completed or Skipped.</param>
    public ReadySheets(int total, DependencyGraph graph, Func<int, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isDone);

        foreach (int number in Enumerable.Range(1, total).Where(number => !isDone(number)))
        {
            int[] open = [.. graph.DependenciesOf(number).Distinct().Where(other => !isDone(other))];
            foreach (int other in open)
                DependentsOf(other).Add(number);

            if (open.Length == 0)
                _ready.Add(number);
            else
                _openDependencies[number] = open.Length;
        }
    }

    /// <summary>The numbers of the sheets that can be started, in ascending order.</summary>
    public IEnumerable<int> InOrder => _ready;

    /// <summary>Records that a sheet was started.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Start(int number) => _ready.Remove(number);

    /// <summary>Records that a sheet is Completed or Skipped.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Finish(int number)
    {
        _ready.Remove(number);
        foreach (int waiting in DependentsOf(number))
        {
            if (--_openDependencies[waiting] == 0)
                _ready.Add(waiting);
        }
    }

    private List<int> DependentsOf(int number)
    {
        if (!_dependents.TryGetValue(number, out List<int>? list))
            _dependents[number] = list = [];
        return list;
    }
}
