namespace Marianne.History;

/// <summary>What becomes of a step. What is left out stays as it is.</summary>
public sealed record StepUpdate
{
    /// <summary>Its new status. InProgress starts it, the final three end it.</summary>
    public StepStatus? Status { get; init; }

    /// <summary>The arc through which it is left. Only with Completed.</summary>
    public string? Arc { get; init; }

    /// <summary>Why it failed. Only with Failed.</summary>
    public string? Error { get; init; }

    /// <summary>Why it is passed over. Only with Skipped. Default: <c>Unknown</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>What was measured; it is added to what was measured before, by name. See <see cref="HistoryValue"/>.</summary>
    public IReadOnlyDictionary<string, object?>? Metrics { get; init; }

    /// <summary>What was used; it is added to what was used before, by type and name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, object?>>? ResourceUsage { get; init; }

    /// <summary>How many chunks of a stream were processed so far, 0 or more.</summary>
    public long? ChunksProcessed { get; init; }

    /// <summary>How many records of a stream were processed so far, 0 or more.</summary>
    public long? RecordsProcessed { get; init; }

    /// <summary>Where in the stream it is.</summary>
    public object? Position { get; init; }
}
