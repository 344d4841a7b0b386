namespace Marianne.Policies;

/// <summary>Keeps track of the sheets that can be started, as other sheets end.</summary>
public sealed class ReadySheets
{
    private readonly DependencyGraph _graph;
    private readonly Dictionary<int, int> _openDependencies = [];
    private readonly Dictionary<int, List<int>> _dependents = [];
    private readonly HashSet<int> _failed = [];
    private readonly SortedDictionary<int, SortedSet<int>> _ready = [];
    private readonly IComparer<int> _places;

    /// <summary>Creates an instance from the current state of the sheets.</summary>
    /// <param name="numbers">The numbers of the sheets.</param>
    /// <param name="graph">The dependencies of the sheets.</param>
    /// <param name="isDone">Determines whether a sheet is Completed or Skipped.</param>
    public ReadySheets(IEnumerable<int> numbers, DependencyGraph graph, Func<int, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isDone);

        _graph = graph;
        _places = Comparer<int>.Create((one, other) => graph.PlaceOf(one).CompareTo(graph.PlaceOf(other)));
        foreach (int number in numbers.Where(number => !isDone(number)))
        {
            int[] open = [.. graph.DependenciesOf(number).Distinct().Where(other => !isDone(other))];
            foreach (int other in open)
                DependentsOf(other).Add(number);

            if (open.Length == 0)
                Add(number);
            else
                _openDependencies[number] = open.Length;
        }
    }

    /// <summary>The numbers of the sheets that can be started, in the order of their places.</summary>
    public IEnumerable<int> InOrder => InGroups(_ => true);

    /// <summary>Returns the numbers of the sheets of some groups that can be started, in the order of their places.</summary>
    /// <param name="isOpen">Determines whether the sheets of a group are returned. The others are not looked at.</param>
    public IEnumerable<int> InGroups(Func<int, bool> isOpen)
    {
        SortedSet<int>[] open = [.. _ready.Where(group => group.Value.Count > 0 && isOpen(group.Key)).Select(group => group.Value)];
        return open is [var only] ? only : Merged(open);
    }

    /// <summary>Records that a sheet was started.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Start(int number)
    {
        if (_ready.TryGetValue(_graph.GroupOf(number), out SortedSet<int>? group))
            group.Remove(number);
    }

    /// <summary>
    /// Records that a sheet has items, which can start, and that it can start again when they have ended. Items that it had already waited
    /// for it; those that are done, or that the source does not have any more, do not start.
    /// </summary>
    /// <param name="parent">The number of the sheet, which was started.</param>
    /// <param name="items">The numbers of the sheets of its items that are not done.</param>
    public void Expand(int parent, IReadOnlyCollection<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        DependentsOf(parent).RemoveAll(number => _graph.GroupOf(number) == parent); // Those that are not in the list have ended.
        foreach (int item in items)
        {
            _openDependencies.Remove(item);
            DependentsOf(item).Add(parent);
            Add(item);
        }

        if (items.Count == 0)
            Add(parent);
        else
            _openDependencies[parent] = items.Count;
    }

    /// <summary>Records that a sheet that was started can be started again, because what it waited for has happened.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Reopen(int number) => Add(number);

    /// <summary>Records that a sheet is Completed or Skipped.</summary>
    /// <param name="number">The sheet's number, from 1.</param>
    public void Finish(int number)
    {
        Start(number);
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
        Start(number);
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

    /// <summary>Returns the sheets of several groups in the order of their places. There are few groups, which may have many sheets.</summary>
    private IEnumerable<int> Merged(SortedSet<int>[] groups)
    {
        var heads = new PriorityQueue<IEnumerator<int>, int>();
        foreach (SortedSet<int> group in groups)
            Advance(group.GetEnumerator());
        while (heads.TryDequeue(out IEnumerator<int>? head, out _))
        {
            yield return head.Current;
            Advance(head);
        }

        void Advance(IEnumerator<int> head)
        {
            if (head.MoveNext())
                heads.Enqueue(head, _graph.PlaceOf(head.Current));
        }
    }

    private void Meet(int waiting)
    {
        if (--_openDependencies[waiting] == 0 && !_failed.Contains(waiting))
            Add(waiting);
    }

    private void Add(int number)
    {
        int group = _graph.GroupOf(number);
        if (!_ready.TryGetValue(group, out SortedSet<int>? ready))
            _ready[group] = ready = new SortedSet<int>(_places);
        ready.Add(number);
    }

    private List<int> DependentsOf(int number)
    {
        if (!_dependents.TryGetValue(number, out List<int>? list))
            _dependents[number] = list = [];
        return list;
    }
}
