namespace Marianne.History;

/// <summary>The statistics of a history, named as in its files. They include pruned steps.</summary>
/// <param name="FsmName">The name of the state machine.</param>
/// <param name="ExecutionId">The id of the execution.</param>
/// <param name="StartTime">The time when the history was created.</param>
/// <param name="EndTime">The time when the history was completed, or <c>null</c>.</param>
/// <param name="Duration">The time from the start to the end, or <c>null</c> if the history is not completed.</param>
/// <param name="TotalSteps">The number of steps.</param>
/// <param name="FailedSteps">The number of failed steps.</param>
/// <param name="SkippedSteps">The number of skipped steps.</param>
/// <param name="CompletedSteps">The number of completed steps.</param>
/// <param name="DataMode">The data mode of the history.</param>
/// <param name="TreeDepth">The depth of the tree: 1 with only a root, 0 without steps.</param>
/// <param name="TotalPaths">The number of paths from a root to a leaf.</param>
/// <param name="ResourceUsage">The resource usage by type of resource.</param>
/// <param name="StreamProgress">The totals of stream processing.</param>
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
