using Marianne.Collections;

namespace Marianne.History;

public sealed partial class ExecutionHistory
{
    /// <summary>Returns all steps of the tree, depth first.</summary>
    public IReadOnlyList<ExecutionStep> Steps()
    {
        using Visit visit = Enter();
        return [.. _tree.DepthFirst()];
    }

    /// <summary>Returns the steps of the tree whose state name matches, depth first.</summary>
    /// <param name="fits">Determines whether a state name matches.</param>
    public IReadOnlyList<ExecutionStep> StepsByState(Func<string, bool> fits) =>
        [.. Steps().Where(step => fits(step.StateName))];

    /// <summary>Returns the steps of the tree with a state name, depth first.</summary>
    public IReadOnlyList<ExecutionStep> StepsByState(string stateName) => StepsByState(name => name == stateName);

    /// <summary>Returns the steps of a data mode in the order in which they were added, including pruned steps.</summary>
    public IReadOnlyList<ExecutionStep> StepsByMode(DataMode mode)
    {
        using Visit visit = Enter();
        return [.. _byMode[(int)mode]];
    }

    /// <summary>Returns the steps from the root to the current step.</summary>
    public IReadOnlyList<ExecutionStep> CurrentPath()
    {
        using Visit visit = Enter();
        return CurrentStep is { } current ? _tree.PathTo(current) : [];
    }

    /// <summary>Returns the path to each current leaf. Paths are created when they are enumerated.</summary>
    public IEnumerable<IReadOnlyList<ExecutionStep>> Paths()
    {
        ExecutionStep[] leaves;
        using (Enter())
            leaves = [.. Leaves()];
        return leaves.Select(PathTo);

        IReadOnlyList<ExecutionStep> PathTo(ExecutionStep leaf)
        {
            using Visit visit = Enter();
            return leaf.IsPruned ? [] : _tree.PathTo(leaf);
        }
    }

    /// <summary>Returns the resource usage by type of resource.</summary>
    public IReadOnlyDictionary<string, ResourceTotals> ResourceUsage()
    {
        using Visit visit = Enter();
        return MeasureResources();
    }

    /// <summary>Returns the totals of stream processing.</summary>
    public StreamTotals StreamProgress()
    {
        using Visit visit = Enter();
        return MeasureStreams();
    }

    /// <summary>Returns statistics of the history.</summary>
    public HistorySummary Summarize()
    {
        using Visit visit = Enter();
        return Summary();
    }

    private HistorySummary Summary() => new(
        MachineName,
        ExecutionId,
        StartTime,
        EndTime,
        Duration,
        TotalSteps,
        FailedSteps,
        SkippedSteps,
        CompletedSteps,
        DataMode,
        TreeDepth,
        Leaves().Count(),
        MeasureResources(),
        MeasureStreams());

    private IEnumerable<ExecutionStep> Leaves() => _tree.DepthFirst().Where(step => step.FirstChild is null);

    /// <summary>All steps of the tree, depth first, followed by the pruned steps.</summary>
    private IEnumerable<ExecutionStep> All() =>
        _tree.DepthFirst().Concat(_byMode.SelectMany(steps => steps).Where(step => step.IsPruned));

    private ReadOnlyMap<string, ResourceTotals> MeasureResources()
    {
        var ids = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var durations = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (ExecutionStep step in All())
        {
            foreach ((string type, IReadOnlyDictionary<string, object?> figures) in step.ResourceUsage)
            {
                if (!ids.TryGetValue(type, out List<string>? steps))
                    ids.Add(type, steps = []);
                steps.Add(step.Id);
                durations[type] = durations.GetValueOrDefault(type) + DurationOf(figures);
            }
        }

        return new ReadOnlyMap<string, ResourceTotals>(ids.ToDictionary(
            pair => pair.Key,
            pair => new ResourceTotals(pair.Value.Count, Finite(durations[pair.Key]), new ReadOnlyItems<string>(pair.Value)),
            StringComparer.Ordinal));
    }

    private StreamTotals MeasureStreams()
    {
        Int128 chunks = 0;
        Int128 records = 0;
        foreach (ExecutionStep step in All())
        {
            chunks += step.ChunksProcessed;
            records += step.RecordsProcessed;
        }

        return new StreamTotals(Bounded(chunks), Bounded(records), StreamsProcessed);

        static long Bounded(Int128 sum) => (long)Int128.Min(sum, long.MaxValue);
    }

    private static double DurationOf(IReadOnlyDictionary<string, object?> figures) =>
        figures.GetValueOrDefault("duration") switch
        {
            double seconds => seconds,
            long seconds => seconds,
            System.Numerics.BigInteger seconds => (double)seconds,
            _ => 0,
        };

    private static double Finite(double number) =>
        double.IsNaN(number) ? 0 : Math.Clamp(number, double.MinValue, double.MaxValue);
}
