namespace Marianne.History;

/// <summary>How a history is kept.</summary>
public sealed record ExecutionHistoryOptions
{
    /// <summary>The id of the execution. Default: a new one.</summary>
    public string? ExecutionId { get; init; }

    /// <summary>What is kept of data, and of steps when the tree grows too deep. Default: Copy.</summary>
    public DataMode DataMode { get; init; } = DataMode.Copy;

    /// <summary>How deep the tree may grow before it is pruned, 1 or more. Default: as deep as it likes.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>Whether snapshots of the data of steps are taken. Default: no.</summary>
    public bool TakesSnapshots { get; init; }

    /// <summary>How they are taken.</summary>
    public ISnapshotProvider Snapshots { get; init; } = PlainSnapshotProvider.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the ids of steps come from; each is another. Default: random.</summary>
    public Func<string> NewId { get; init; } = () => Guid.NewGuid().ToString();
}
