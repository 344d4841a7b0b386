namespace Marianne.History;

/// <summary>A history in figures, named as in its files. What was pruned still counts.</summary>
/// <param name="FsmName">The state machine.</param>
/// <param name="ExecutionId">The execution.</param>
/// <param name="StartTime">When the history was begun.</param>
/// <param name="EndTime">When it was completed; nothing until then.</param>
/// <param name="Duration">From its begin to its end; nothing until then.</param>
/// <param name="TotalSteps">How many steps were taken.</param>
/// <param name="FailedSteps">How many of them failed.</param>
/// <param name="SkippedSteps">How many were passed over.</param>
/// <param name="CompletedSteps">How many were completed.</param>
/// <param name="DataMode">What is kept of data.</param>
/// <param name="TreeDepth">How deep the tree is: 1 with a root alone, 0 with nothing.</param>
/// <param name="TotalPaths">How many paths lead from a root to a leaf.</param>
/// <param name="ResourceUsage">What was used, by type of resource.</param>
/// <param name="StreamProgress">What was processed of streams.</param>
public sealed record HistorySummary(
    string FsmName,
    string ExecutionId,
    DateTimeOffset StartTime,
    DateTimeOffset? EndTime,
    TimeSpan? Duration,
    int TotalSteps,
    int FailedSteps,
    int SkippedSteps,
    int CompletedSteps,
    DataMode DataMode,
    int TreeDepth,
    int TotalPaths,
    IReadOnlyDictionary<string, ResourceTotals> ResourceUsage,
    StreamTotals StreamProgress);
