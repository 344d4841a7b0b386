namespace Marianne.History;

/// <summary>The changes to a step. Properties that are <c>null</c> leave the step unchanged.</summary>
public sealed record StepUpdate
{
    /// <summary>The new status. InProgress starts the step; Completed, Failed and Skipped end it.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>The arc through which the step is left. It requires the status Completed.</summary>
    public string? Arc { get; init; }

    /// <summary>The reason why the step failed. It requires the status Failed.</summary>
    public string? Error { get; init; }

    /// <summary>The reason why the step is skipped. It requires the status Skipped. The default is <c>Unknown</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Measurements by name, which are added to the previous ones. See <see cref="HistoryValue"/>.</summary>
    public IReadOnlyDictionary<string, object?>? Metrics { get; init; }

    /// <summary>Used resources by type and name, which are added to the previous ones.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>? ResourceUsage { get; init; }

    /// <summary>The number of chunks of a stream that have been processed so far. The minimum is 0.</summary>
    public long? ChunksProcessed { get; init; }

    /// <summary>The number of records of a stream that have been processed so far. The minimum is 0.</summary>
    public long? RecordsProcessed { get; init; }

    /// <summary>The current position in the stream.</summary>
    public object? Position { get; init; }
}
