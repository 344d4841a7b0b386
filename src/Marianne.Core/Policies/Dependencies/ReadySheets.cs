namespace Marianne.Policies;

/// <summary>Keeps track of the sheets that can be started, as other sheets end.</summary>
public sealed class ReadySheets
{
    private readonly DependencyGraph _graph;
    private readonly Dictionary<int, int> _openDependencies = [];
    private readonly Dictionary<int, List<int>> _dependents = [];
    private readonly HashSet<int> _failed = [];
    private readonly SortedSet<int> _ready;

    /// <summary>Creates an instance from the current state of the sheets.</summary>
    /// <param name="total">The number of sheets.</param>
    /// <param name="graph">The dependencies of the sheets.</param>
    /// <param name="isDone">Determines whether a sheet is Completed or Skipped.</param>
    public ReadySheets(int total, DependencyGraph graph, Func<int, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isDone);

        _graph = graph;
        _ready = new(Comparer<int>.Create((one, other) => graph.PlaceOf(one).CompareTo(graph.PlaceOf(other))));
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

    /// <summary>The numbers of the sheets that can be started, in the order of their places.</summary>
    public IEnumerable<int> InOrder => _ready;

    /// <summary>Records that a sheet was started.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Start(int number) => _ready.Remove(number);

    /// <summary>Records that a sheet that was started can be started again, because what it waited for has happened.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Reopen(int number) => _ready.Add(number);

    /// <summary>Records that a sheet is Completed or Skipped.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Finish(int number)
    {
        _ready.Remove(number);
        foreach (int waiting in DependentsOf(number))
            Meet(waiting);
    }

    /// <summary>
    /// Records that a sheet failed for good. The sheets that need its success can no longer start, which counts as their failure for
    /// those that depend on them.
    /// </summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Fail(int number)
    {
        _ready.Remove(number);
        var open = new Queue<int>([number]);
        while (open.TryDequeue(out int failed))
        {
            if (!_failed.Add(failed))
                continue;

            foreach (int waiting in DependentsOf(failed))
            {
                if (_graph.NeededResultOf(waiting) == NeededResult.Any)
                    Meet(waiting);
                else
                    open.Enqueue(waiting);
            }
        }
    }

    private void Meet(int waiting)
    {
        if (--_openDependencies[waiting] == 0 && !_failed.Contains(waiting))
            _ready.Add(waiting);
    }

    private List<int> DependentsOf(int number)
    {
        if (!_dependents.TryGetValue(number, out List<int>? list))
            _dependents[number] = list = [];
        return list;
    }
}
