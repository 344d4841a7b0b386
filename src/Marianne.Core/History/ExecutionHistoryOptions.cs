namespace Marianne.History;

/// <summary>The settings of an execution history.</summary>
public sealed record ExecutionHistoryOptions
{
    /// <summary>The id of the execution. The default is a new id.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>
    /// Determines what is kept of data, and which steps are kept when the tree becomes too deep. The default is Copy.
    /// </summary>
    public DataMode DataMode { get; init; } = DataMode.Copy;

    /// <summary>The maximum depth of the tree before it is pruned. The minimum is 1; the default is no limit.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>Indicates whether the history takes snapshots of the data of steps. The default is <c>false</c>.</summary>
    public bool TakesSnapshots { get; init; }

    /// <summary>Takes the snapshots.</summary>
    public ISnapshotProvider Snapshots { get; init; } = PlainSnapshotProvider.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Creates the unique ids of steps. The default is random ids.</summary>
    public Func<string> NewId { get; init; } = () => Guid.NewGuid().ToString();
}
