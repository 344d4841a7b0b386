using Marianne.Durations;

namespace Marianne.History;

/// <summary>
/// One step of a state machine. Its history changes it: see <see cref="ExecutionHistory.Update"/>. Reading a property
/// while another thread updates the step gives either value.
/// </summary>
public sealed class ExecutionStep
{
    private static readonly IReadOnlyDictionary<string, object?> NoMetrics = HistoryValue.Map([]);
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> NoUsage =
        HistoryValue.Usage([]);

    // Without a number there is none: half the size of a nullable.
    private double _startSeconds = double.NaN;
    private double _endSeconds = double.NaN;
    private double _durationSeconds = double.NaN;
    private StepDetails? _details;

    internal ExecutionStep(ExecutionHistory? history, string id, string stateName, string networkName, DataMode dataMode)
    {
        History = history!; // A step of a file gets its history when the file has been read.
        Id = id;
        StateName = stateName;
        NetworkName = networkName;
        DataMode = dataMode;
    }

    /// <summary>The history that it is a step of.</summary>
    public ExecutionHistory History { get; internal set; }

    /// <summary>Its id, unique in the history.</summary>
    public string Id { get; }

    /// <summary>The id of the step that it followed; nothing for the first of a path.</summary>
    public string? ParentId => Parent is { Parent: not null } ? Parent.Id : null;

    /// <summary>The state that was entered.</summary>
    public string StateName { get; }

    /// <summary>The network that the state is in.</summary>
    public string NetworkName { get; }

    /// <summary>When it was added.</summary>
    public DateTimeOffset Timestamp => UnixTime.ToInstant(TimestampSeconds);

    /// <summary>When it was started.</summary>
    public DateTimeOffset? StartTime => UnixTime.ToInstant(StartSeconds);

    /// <summary>When it ended, in whatever way.</summary>
    public DateTimeOffset? EndTime => UnixTime.ToInstant(EndSeconds);

    /// <summary>From its start to its end, to the tick; nothing until then, and when it was never started.</summary>
    public TimeSpan? Duration => UnixTime.ToDuration(DurationSeconds);

    /// <summary>The same in seconds, exactly as files have it.</summary>
    public double? DurationSeconds
    {
        get => Known(_durationSeconds);
        internal set => _durationSeconds = value ?? double.NaN;
    }

    /// <summary>What is kept of its data.</summary>
    public DataMode DataMode { get; }

    /// <summary>Where it stands.</summary>
    public StepStatus Status { get; internal set; }

    /// <summary>The arc through which it was left when it was completed.</summary>
    public string? ArcTaken { get; internal set; }

    /// <summary>What was kept of its data: a copy, or a <see cref="DataReference"/>. It is not exported.</summary>
    public object? DataSnapshot
    {
        get => _details?.DataSnapshot;
        internal set
        {
            if (value is not null || _details is not null)
                Details.DataSnapshot = value;
        }
    }

    /// <summary>Why it failed.</summary>
    public string? Error
    {
        get => _details?.Error;
        internal set
        {
            if (value is not null || _details is not null)
                Details.Error = value;
        }
    }

    /// <summary>What was measured, by name. A skipped step has its <c>skip_reason</c> here.</summary>
    public IReadOnlyDictionary<string, object?> Metrics
    {
        get => _details?.Metrics ?? NoMetrics;
        internal set
        {
            if (value.Count > 0)
                Details.Metrics = value;
        }
    }

    /// <summary>What was used: by type of resource, figures by name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>> ResourceUsage
    {
        get => _details?.ResourceUsage ?? NoUsage;
        internal set
        {
            if (value.Count > 0)
                Details.ResourceUsage = value;
        }
    }

    /// <summary>How far a stream has come, such as its <c>position</c>; nothing for a step without one.</summary>
    public IReadOnlyDictionary<string, object?>? StreamProgress
    {
        get => _details?.StreamProgress;
        internal set
        {
            if (value is not null || _details is not null)
                Details.StreamProgress = value;
        }
    }

    /// <summary>How many chunks of a stream were processed.</summary>
    public long ChunksProcessed
    {
        get => _details?.ChunksProcessed ?? 0;
        internal set
        {
            if (value != 0 || _details is not null)
                Details.ChunksProcessed = value;
        }
    }

    /// <summary>How many records of a stream were processed.</summary>
    public long RecordsProcessed
    {
        get => _details?.RecordsProcessed ?? 0;
        internal set
        {
            if (value != 0 || _details is not null)
                Details.RecordsProcessed = value;
        }
    }

    /// <summary>How deep it is in the tree: 1 for the first of a path, 0 when it was pruned.</summary>
    public int Depth => IsPruned ? 0 : History.DepthOf(this);

    /// <summary>Whether it is in the tree no longer. It still counts, and is found by its id and by its data mode.</summary>
    public bool IsPruned { get; internal set; }

    /// <summary>Whether its status can change no more.</summary>
    public bool IsFinal => Status is StepStatus.Completed or StepStatus.Failed or StepStatus.Skipped;

    internal double TimestampSeconds { get; set; }

    internal double? StartSeconds
    {
        get => Known(_startSeconds);
        set => _startSeconds = value ?? double.NaN;
    }

    internal double? EndSeconds
    {
        get => Known(_endSeconds);
        set => _endSeconds = value ?? double.NaN;
    }

    internal ExecutionStep? Parent { get; set; }

    internal ExecutionStep? FirstChild { get; set; }

    internal ExecutionStep? LastChild { get; set; }

    internal ExecutionStep? Previous { get; set; }

    internal ExecutionStep? Next { get; set; }

    /// <summary>How far it was from the first step of all when it was added, whatever was pruned since.</summary>
    internal int Level { get; set; }

    /// <summary>The side branch that it is in, as far as the pruning has to know.</summary>
    internal SideBranch? Side { get; set; }

    private static double? Known(double seconds) => double.IsNaN(seconds) ? null : seconds;

    private StepDetails Details => _details ??= new StepDetails();

    /// <inheritdoc/>
    public override string ToString() => $"{StateName} ({Status})";

    /// <summary>What most steps have nothing of: a million of them are the smaller for it.</summary>
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
