using Marianne.Durations;

namespace Marianne.History;

/// <summary>
/// One step of an execution of a state machine. Use <see cref="ExecutionHistory.Update"/> to change it. Reading a
/// property while another thread updates the step returns the old or the new value.
/// </summary>
public sealed class ExecutionStep
{
    private static readonly IReadOnlyDictionary<string, object?> NoMetrics = HistoryValue.Map([]);
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> NoUsage =
        HistoryValue.Usage([]);

    // NaN means null: a double is half the size of a nullable double.
    private double _startSeconds = double.NaN;
    private double _endSeconds = double.NaN;
    private double _durationSeconds = double.NaN;
    private StepDetails? _details;

    internal ExecutionStep(ExecutionHistory? history, string id, string stateName, string networkName, DataMode dataMode)
    {
        History = history!; // The history of an imported step is set when the import is complete.
        Id = id;
        StateName = stateName;
        NetworkName = networkName;
        DataMode = dataMode;
    }

    /// <summary>The history that contains the step.</summary>
    public ExecutionHistory History { get; internal set; }

    /// <summary>The step's id. It is unique in the history.</summary>
    public string Id { get; }

    /// <summary>The id of the parent step; <c>null</c> for a root.</summary>
    public string? ParentId => Parent is { Parent: not null } ? Parent.Id : null;

    /// <summary>The name of the state that was entered.</summary>
    public string StateName { get; internal set; }

    /// <summary>The name of the network that contains the state.</summary>
    public string NetworkName { get; internal set; }

    /// <summary>The time when the step was added.</summary>
    public DateTimeOffset Timestamp => UnixTime.ToInstant(TimestampSeconds);

    /// <summary>The time when the step was started, or <c>null</c>.</summary>
    public DateTimeOffset? StartTime => UnixTime.ToInstant(StartSeconds);

    /// <summary>The time when the step was completed, failed or skipped, or <c>null</c>.</summary>
    public DateTimeOffset? EndTime => UnixTime.ToInstant(EndSeconds);

    /// <summary>The time from the start to the end of the step; <c>null</c> if it has not ended or was never started.</summary>
    public TimeSpan? Duration => UnixTime.ToDuration(DurationSeconds);

    /// <summary>The duration in seconds, exactly as it is stored in files.</summary>
    public double? DurationSeconds
    {
        get => NullIfNaN(_durationSeconds);
        internal set => _durationSeconds = value ?? double.NaN;
    }

    /// <summary>Determines what is kept of the step's data.</summary>
    public DataMode DataMode { get; }

    /// <summary>The step's current status.</summary>
    public StepStatus Status { get; internal set; }

    /// <summary>The arc through which the completed step was left.</summary>
    public string? ArcTaken { get; internal set; }

    /// <summary>The snapshot of the step's data: a copy, or a <see cref="DataReference"/>. It is not exported.</summary>
    public object? DataSnapshot
    {
        get => _details?.DataSnapshot;
        internal set
        {
            if (value is not null || _details is not null)
                Details.DataSnapshot = value;
        }
    }

    /// <summary>The reason why the step failed.</summary>
    public string? Error
    {
        get => _details?.Error;
        internal set
        {
            if (value is not null || _details is not null)
                Details.Error = value;
        }
    }

    /// <summary>The measurements by name. For a skipped step, <c>skip_reason</c> contains the reason.</summary>
    public IReadOnlyDictionary<string, object?> Metrics
    {
        get => _details?.Metrics ?? NoMetrics;
        internal set
        {
            if (value.Count > 0)
                Details.Metrics = value;
        }
    }

    /// <summary>The used resources: values by name, for each type of resource.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> ResourceUsage
    {
        get => _details?.ResourceUsage ?? NoUsage;
        internal set
        {
            if (value.Count > 0)
                Details.ResourceUsage = value;
        }
    }

    /// <summary>
    /// The progress in a stream, such as its <c>position</c>; <c>null</c> if the step does not process a stream.
    /// </summary>
    public IReadOnlyDictionary<string, object?>? StreamProgress
    {
        get => _details?.StreamProgress;
        internal set
        {
            if (value is not null || _details is not null)
                Details.StreamProgress = value;
        }
    }

    /// <summary>The number of processed chunks of a stream.</summary>
    public long ChunksProcessed
    {
        get => _details?.ChunksProcessed ?? 0;
        internal set
        {
            if (value != 0 || _details is not null)
                Details.ChunksProcessed = value;
        }
    }

    /// <summary>The number of processed records of a stream.</summary>
    public long RecordsProcessed
    {
        get => _details?.RecordsProcessed ?? 0;
        internal set
        {
            if (value != 0 || _details is not null)
                Details.RecordsProcessed = value;
        }
    }

    /// <summary>The depth in the tree: 1 for a root, 0 for a pruned step.</summary>
    public int Depth => IsPruned ? 0 : History.DepthOf(this);

    /// <summary>
    /// Indicates whether the step was removed from the tree. It is still counted, and is found by id and by data mode.
    /// </summary>
    public bool IsPruned { get; internal set; }

    /// <summary>Indicates whether the status is final.</summary>
    public bool IsFinal => Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped;

    internal double TimestampSeconds { get; set; }

    internal double? StartSeconds
    {
        get => NullIfNaN(_startSeconds);
        set => _startSeconds = value ?? double.NaN;
    }

    internal double? EndSeconds
    {
        get => NullIfNaN(_endSeconds);
        set => _endSeconds = value ?? double.NaN;
    }

    internal ExecutionStep? Parent { get; set; }

    internal ExecutionStep? FirstChild { get; set; }

    internal ExecutionStep? LastChild { get; set; }

    internal ExecutionStep? Previous { get; set; }

    internal ExecutionStep? Next { get; set; }

    /// <summary>The distance from the first root when the step was added. Pruning does not change it.</summary>
    internal int Level { get; set; }

    /// <summary>The side branch that contains the step, if the pruning needs it.</summary>
    internal SideBranch? Side { get; set; }

    /// <summary>Determines whether another step with the same id has the same values.</summary>
    internal bool HasSameValues(ExecutionStep other) =>
        StateName == other.StateName
        && NetworkName == other.NetworkName
        && TimestampSeconds.Equals(other.TimestampSeconds)
        && StartSeconds.Equals(other.StartSeconds)
        && EndSeconds.Equals(other.EndSeconds)
        && DurationSeconds.Equals(other.DurationSeconds)
        && DataMode == other.DataMode
        && Status == other.Status
        && ArcTaken == other.ArcTaken
        && Error == other.Error
        && ChunksProcessed == other.ChunksProcessed
        && RecordsProcessed == other.RecordsProcessed
        && HistoryValue.AreSame(Metrics, other.Metrics)
        && HistoryValue.AreSame(StreamProgress, other.StreamProgress)
        && ResourceUsage.Count == other.ResourceUsage.Count
        && ResourceUsage.All(pair =>
            other.ResourceUsage.TryGetValue(pair.Key, out IReadOnlyDictionary<string, object?>? figures)
            && HistoryValue.AreSame(pair.Value, figures));

    private static double? NullIfNaN(double seconds) => double.IsNaN(seconds) ? null : seconds;

    private StepDetails Details => _details ??= new StepDetails();

    /// <inheritdoc/>
    public override string ToString() => $"{StateName} ({Status})";

    /// <summary>The properties that most steps do not use. They are separate to save memory.</summary>
    private sealed class StepDetails
    {
        public object? DataSnapshot { get; set; }

        public string? Error { get; set; }

        public IReadOnlyDictionary<string, object?>? Metrics { get; set; }

        public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>? ResourceUsage { get; set; }

        public IReadOnlyDictionary<string, object?>? StreamProgress { get; set; }

        public long ChunksProcessed { get; set; }

        public long RecordsProcessed { get; set; }
    }
}
