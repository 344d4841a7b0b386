using Marianne.Durations;

namespace Marianne.History;

/// <summary>
/// The steps that one execution of a state machine took, as a tree: steps with the same parent are branches. It may
/// have a million steps and a depth of a hundred thousand. One thread at a time uses it; when two are in it at once,
/// the second gets the error HistoryInUse.
/// </summary>
public sealed partial class ExecutionHistory
{
    private const int DataModes = 3;

    private readonly Dictionary<string, ExecutionStep> _byId = new(StringComparer.Ordinal);
    private readonly List<ExecutionStep>[] _byMode = [.. Enumerable.Range(0, DataModes).Select(_ => new List<ExecutionStep>())];
    private readonly int[] _byStatus = new int[Enum.GetValues<StepStatus>().Length];
    private readonly ExecutionHistoryOptions _options;
    private readonly StepTree _tree;
    private readonly StepPruning? _pruning;
    private int _users;

    /// <summary>Begins a history.</summary>
    /// <param name="machineName">The state machine.</param>
    /// <param name="options">How it is kept.</param>
    /// <exception cref="MarianneException">InvalidParameter: the name is empty, or the depth less than 1.</exception>
    public ExecutionHistory(string machineName, ExecutionHistoryOptions? options = null)
    {
        _options = options ?? new ExecutionHistoryOptions();
        MachineName = Named(machineName, "The name of a state machine");
        ExecutionId = Named(_options.ExecutionId ?? _options.NewId(), "The id of an execution");
        if (_options.MaximumDepth is < 1)
            throw HistoryErrors.InvalidValue("The maximum depth", $"is {_options.MaximumDepth}, and must be 1 or more");

        _tree = new StepTree(this);
        if (_options is { MaximumDepth: { } depth, DataMode: not DataMode.Copy })
            _pruning = new StepPruning(_tree, _options.DataMode, depth);
        StartSeconds = Now();
    }

    /// <summary>The state machine.</summary>
    public string MachineName { get; }

    /// <summary>The execution.</summary>
    public string ExecutionId { get; }

    /// <summary>What is kept of data, and of steps when the tree grows too deep.</summary>
    public DataMode DataMode => _options.DataMode;

    /// <summary>How deep the tree may grow before it is pruned; nothing when it is never pruned.</summary>
    public int? MaximumDepth => _options.MaximumDepth;

    /// <summary>Whether snapshots of the data of steps are taken.</summary>
    public bool TakesSnapshots => _options.TakesSnapshots;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset StartTime => UnixTime.ToInstant(StartSeconds);

    /// <summary>When it was completed; nothing until then.</summary>
    public DateTimeOffset? EndTime => UnixTime.ToInstant(EndSeconds);

    /// <summary>From its begin to its end; nothing until then.</summary>
    public TimeSpan? Duration => UnixTime.ToDuration(DurationSeconds);

    /// <summary>How many steps were taken, pruned ones included.</summary>
    public int TotalSteps => _byId.Count;

    /// <summary>How many of them failed.</summary>
    public int FailedSteps => _byStatus[(int)StepStatus.Failed];

    /// <summary>How many of them were passed over.</summary>
    public int SkippedSteps => _byStatus[(int)StepStatus.Skipped];

    /// <summary>How many of them were completed.</summary>
    public int CompletedSteps => _byStatus[(int)StepStatus.Completed];

    /// <summary>How deep the tree is: 1 with a root alone, 0 with nothing.</summary>
    public int TreeDepth => _tree.Depth;

    /// <summary>The step that was added last; nothing before the first.</summary>
    public ExecutionStep? CurrentStep { get; private set; }

    internal double StartSeconds { get; set; }

    internal double? EndSeconds { get; set; }

    internal double? DurationSeconds { get; set; }

    internal long StreamsProcessed { get; set; }

    /// <summary>Adds a step, Pending, which becomes the current one.</summary>
    /// <param name="stateName">The state that is entered.</param>
    /// <param name="parentId">The step that it follows. Default: the current one.</param>
    /// <param name="networkName">The network of the state. Default: the name of the machine.</param>
    /// <param name="data">The data that the step works on, for a snapshot.</param>
    /// <param name="dataMode">What is kept of it. Default: as the history does.</param>
    /// <exception cref="MarianneException">
    /// StepNotFound: there is no such parent, or it was pruned. InvalidParameter: the state's name is empty, or the data
    /// cannot be copied. Nothing was added then.
    /// </exception>
    public ExecutionStep Add(
        string stateName,
        string? parentId = null,
        string? networkName = null,
        object? data = null,
        DataMode? dataMode = null)
    {
        // Before the history is entered: what copies the data may run code of the host.
        DataMode mode = dataMode ?? DataMode;
        object? snapshot = TakesSnapshots && data is not null ? Snapshot(data, mode) : null;
        stateName = Named(stateName, "The name of a state");
        networkName = networkName is null ? MachineName : Named(networkName, "The name of a network");

        using Visit visit = Enter();
        ExecutionStep? parent = parentId is null ? CurrentStep : ParentOf(parentId);
        var step = new ExecutionStep(this, Named(_options.NewId(), "The id of a step"), stateName, networkName, mode)
        {
            TimestampSeconds = Now(),
            DataSnapshot = snapshot,
        };
        Index(step);

        if (CurrentStep is { } current && current != parent)
            _pruning?.Leave(current, parent);
        _tree.Append(parent, step);
        CurrentStep = step;
        _pruning?.Prune(step);
        return step;
    }

    /// <summary>The step of an id, a pruned one too; nothing when there is none.</summary>
    public ExecutionStep? Find(string id)
    {
        using Visit visit = Enter();
        return _byId.GetValueOrDefault(id);
    }

    /// <summary>Changes a step, wholly or not at all; false when there is none of this id.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="update">What becomes of it.</param>
    /// <exception cref="MarianneException">
    /// InvalidTransition: its status is final, or goes back. Metrics, resources and progress can still be added then.
    /// InvalidParameter: a value cannot be taken.
    /// </exception>
    public bool Update(string id, StepUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        using Visit visit = Enter();
        if (!_byId.TryGetValue(id, out ExecutionStep? step))
            return false;

        bool wasFinal = step.IsFinal;
        _byStatus[(int)step.Status]--;
        try
        {
            StepTransition.Apply(step, update, Now);
        }
        finally
        {
            _byStatus[(int)step.Status]++;
        }

        if (step.IsFinal && !wasFinal)
            _pruning?.Finish(step);
        return true;
    }

    /// <summary>Says that the execution is over. Done again, it moves the end.</summary>
    public void Complete()
    {
        using Visit visit = Enter();
        EndSeconds = Now();
        DurationSeconds = EndSeconds - StartSeconds;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{MachineName} ({TotalSteps} steps)";

    internal int DepthOf(ExecutionStep step) => _tree.DepthOf(step);

    /// <summary>Takes a step of a file, which is in no path yet.</summary>
    internal void Adopt(ExecutionStep step)
    {
        step.History = this;
        step.IsPruned = true;
        Index(step);
    }

    /// <summary>Puts a step of a file on a path, as the last that follows its parent.</summary>
    internal void Place(ExecutionStep? parent, ExecutionStep step)
    {
        step.IsPruned = false;
        _tree.Append(parent, step);
    }

    /// <summary>Takes the current step from a file.</summary>
    internal void GoTo(ExecutionStep? step) => CurrentStep = step;

    private void Index(ExecutionStep step)
    {
        if (!_byId.TryAdd(step.Id, step))
            throw HistoryErrors.InvalidValue($"The id '{HistoryErrors.Short(step.Id)}'", "is another step's already");

        _byMode[(int)step.DataMode].Add(step);
        _byStatus[(int)step.Status]++;
    }

    private ExecutionStep ParentOf(string id)
    {
        ExecutionStep parent = _byId.GetValueOrDefault(id) ?? throw HistoryErrors.StepNotFound(this, id);
        return parent.IsPruned ? throw HistoryErrors.StepPruned(parent) : parent;
    }

    private object? Snapshot(object data, DataMode mode)
    {
        ISnapshotProvider snapshots = _options.Snapshots;
        return mode switch
        {
            DataMode.Copy => snapshots.Copy(data),
            DataMode.Reference =>
                new DataReference(snapshots.TypeOf(data), snapshots.IdentityOf(data), snapshots.SizeOf(data)),
            _ => new DataReference(snapshots.TypeOf(data), null, null),
        };
    }

    private double Now() => UnixTime.Of(_options.Time.GetUtcNow());

    private static string Named(string? name, string what) => string.IsNullOrWhiteSpace(name)
        ? throw HistoryErrors.InvalidValue(what, "is empty")
        : HistoryValue.Text(name);

    /// <summary>Refuses a second thread while one is here.</summary>
    private Visit Enter() =>
        Interlocked.Exchange(ref _users, 1) == 0 ? new Visit(this) : throw HistoryErrors.InUse(MachineName);

    private readonly struct Visit(ExecutionHistory history) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref history._users, 0);
    }
}
