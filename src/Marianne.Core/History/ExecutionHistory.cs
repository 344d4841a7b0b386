using Marianne.Durations;
using Marianne.Text;

namespace Marianne.History;

/// <summary>
/// The steps of one execution of a state machine, as a tree: steps with the same parent are branches. It supports a
/// million steps and a depth of a hundred thousand. It is not thread-safe: concurrent use throws the error HistoryInUse.
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

    /// <summary>Creates an empty history.</summary>
    /// <param name="machineName">The name of the state machine.</param>
    /// <param name="options">The settings of the history.</param>
    /// <exception cref="MarianneException">InvalidParameter: the name is empty, or the maximum depth is less than 1.</exception>
    public ExecutionHistory(string machineName, ExecutionHistoryOptions? options = null)
    {
        _options = options ?? new ExecutionHistoryOptions();
        MachineName = NotEmpty(machineName, "The name of a state machine");
        ExecutionId = NotEmpty(_options.ExecutionId ?? _options.NewId(), "The id of an execution");
        if (_options.MaximumDepth is < 1)
            throw HistoryErrors.InvalidValue("The maximum depth", $"is {_options.MaximumDepth}, but must be 1 or more");

        _tree = new StepTree(this);
        if (_options is { MaximumDepth: { } depth, DataMode: not DataMode.Copy })
            _pruning = new StepPruning(_tree, _options.DataMode, depth);
        StartSeconds = Now();
    }

    /// <summary>The name of the state machine.</summary>
    public string MachineName { get; private set; }

    /// <summary>The id of the execution.</summary>
    public string ExecutionId { get; }

    /// <summary>Determines what is kept of data, and which steps are kept when the tree becomes too deep.</summary>
    public DataMode DataMode => _options.DataMode;

    /// <summary>The maximum depth of the tree before it is pruned; <c>null</c> if there is no limit.</summary>
    public int? MaximumDepth => _options.MaximumDepth;

    /// <summary>Indicates whether the history takes snapshots of the data of steps.</summary>
    public bool TakesSnapshots => _options.TakesSnapshots;

    /// <summary>The time when the history was created.</summary>
    public DateTimeOffset StartTime => UnixTime.ToInstant(StartSeconds);

    /// <summary>The time when the history was completed, or <c>null</c>.</summary>
    public DateTimeOffset? EndTime => UnixTime.ToInstant(EndSeconds);

    /// <summary>The time from the start to the end, or <c>null</c> if the history is not completed.</summary>
    public TimeSpan? Duration => UnixTime.ToDuration(DurationSeconds);

    /// <summary>The number of steps, including pruned steps.</summary>
    public int TotalSteps => _byId.Count;

    /// <summary>The number of failed steps.</summary>
    public int FailedSteps => _byStatus[(int)StepStatus.Failed];

    /// <summary>The number of skipped steps.</summary>
    public int SkippedSteps => _byStatus[(int)StepStatus.Skipped];

    /// <summary>The number of completed steps.</summary>
    public int CompletedSteps => _byStatus[(int)StepStatus.Completed];

    /// <summary>The depth of the tree: 1 with only a root, 0 without steps.</summary>
    public int TreeDepth => _tree.Depth;

    /// <summary>The step that was added last, or <c>null</c> if there are no steps.</summary>
    public ExecutionStep? CurrentStep { get; private set; }

    internal double StartSeconds { get; set; }

    internal double? EndSeconds { get; set; }

    internal double? DurationSeconds { get; set; }

    internal long StreamsProcessed { get; set; }

    /// <summary>Adds a Pending step, which becomes the current step.</summary>
    /// <param name="stateName">The name of the state that is entered.</param>
    /// <param name="parentId">The id of the step that it follows. The default is the current step.</param>
    /// <param name="networkName">The network that contains the state. The default is the name of the state machine.</param>
    /// <param name="data">The data that the step works on. It is used only for a snapshot.</param>
    /// <param name="dataMode">What is kept of the data. The default is the data mode of the history.</param>
    /// <exception cref="MarianneException">
    /// StepNotFound: the parent does not exist, or was pruned. InvalidParameter: the state's name is empty, or the data
    /// cannot be copied. No step is added.
    /// </exception>
    public ExecutionStep Add(
        string stateName,
        string? parentId = null,
        string? networkName = null,
        object? data = null,
        DataMode? dataMode = null)
    {
        // Before Enter: copying the data can run code of the host, which may use this history.
        DataMode mode = dataMode ?? DataMode;
        object? snapshot = TakesSnapshots && data is not null ? Snapshot(data, mode) : null;
        stateName = NotEmpty(stateName, "The name of a state");
        networkName = networkName is null ? MachineName : NotEmpty(networkName, "The name of a network");

        using Visit visit = Enter();
        ExecutionStep? parent = parentId is null ? CurrentStep : ParentOf(parentId);
        var step = new ExecutionStep(this, NotEmpty(_options.NewId(), "The id of a step"), stateName, networkName, mode)
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

    /// <summary>Returns the step with an id, even if it was pruned, or <c>null</c> if it does not exist.</summary>
    public ExecutionStep? Find(string id)
    {
        using Visit visit = Enter();
        return _byId.GetValueOrDefault(id);
    }

    /// <summary>Updates a step completely or not at all. Returns <c>false</c> if the step does not exist.</summary>
    /// <param name="id">The step's id.</param>
    /// <param name="update">The changes.</param>
    /// <exception cref="MarianneException">
    /// InvalidTransition: the new status is not allowed. Metrics, resources and progress of a step that has ended can
    /// still be updated. InvalidParameter: a value is invalid.
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

    /// <summary>Sets the end time and the duration. If the history is already completed, they are updated.</summary>
    public void Complete()
    {
        using Visit visit = Enter();
        EndSeconds = Now();
        DurationSeconds = EndSeconds - StartSeconds;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{MachineName} ({CountText.Of(TotalSteps, "step")})";

    internal int DepthOf(ExecutionStep step) => _tree.DepthOf(step);

    /// <summary>Adds an imported step, which is not in the tree yet.</summary>
    internal void Adopt(ExecutionStep step)
    {
        step.History = this;
        step.IsPruned = true;
        Index(step);
    }

    /// <summary>Adds an imported step to the tree, as the last child of its parent.</summary>
    internal void Place(ExecutionStep? parent, ExecutionStep step)
    {
        step.IsPruned = false;
        _tree.Append(parent, step);
    }

    /// <summary>Sets the current step of an imported history.</summary>
    internal void SetCurrent(ExecutionStep? step) => CurrentStep = step;

    private void Index(ExecutionStep step)
    {
        if (!_byId.TryAdd(step.Id, step))
            throw HistoryErrors.InvalidValue($"The id '{HistoryErrors.Short(step.Id)}'", "is already used by another step");

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

    private static string NotEmpty(string? name, string what) => string.IsNullOrWhiteSpace(name)
        ? throw HistoryErrors.InvalidValue(what, "is empty")
        : HistoryValue.Text(name);

    /// <summary>Throws HistoryInUse if another thread is using the history.</summary>
    private Visit Enter() =>
        Interlocked.Exchange(ref _users, 1) == 0 ? new Visit(this) : throw HistoryErrors.InUse(MachineName);

    private readonly struct Visit(ExecutionHistory history) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref history._users, 0);
    }
}
