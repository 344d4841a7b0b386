namespace Marianne.Policies;

/// <summary>The sheets that can be started, kept up to date as others end. It never looks at all of them again.</summary>
public sealed class ReadySheets
{
    private readonly Dictionary<int, int> _missing = [];
    private readonly Dictionary<int, List<int>> _neededBy = [];
    private readonly SortedSet<int> _ready = [];

    /// <summary>Begins with what is done already.</summary>
    /// <param name="total">How many sheets there are.</param>
    /// <param name="graph">What they need.</param>
    /// <param name="isDone">Whether a sheet is Completed or Skipped.</param>
    public ReadySheets(int total, DependencyGraph graph, Func<int, bool> isDone)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(isDone);

        foreach (int number in Enumerable.Range(1, total).Where(number => !isDone(number)))
        {
            int[] needs = [.. graph.NeedsOf(number).Distinct().Where(needed => !isDone(needed))];
            foreach (int needed in needs)
                NeededBy(needed).Add(number);

            if (needs.Length == 0)
                _ready.Add(number);
            else
                _missing[number] = needs.Length;
        }
    }

    /// <summary>Those that can be started, in order.</summary>
    public IEnumerable<int> InOrder => _ready;

    /// <summary>Says that a sheet was started.</summary>
    public void Start(int number) => _ready.Remove(number);

    /// <summary>Says that a sheet is Completed or Skipped.</summary>
    public void Finish(int number)
    {
        _ready.Remove(number);
        foreach (int waiting in NeededBy(number))
        {
            if (--_missing[waiting] == 0)
                _ready.Add(waiting);
        }
    }

    private List<int> NeededBy(int number)
    {
        if (!_neededBy.TryGetValue(number, out List<int>? list))
            _neededBy[number] = list = [];
        return list;
    }
}
