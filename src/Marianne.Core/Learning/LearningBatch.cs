using Marianne.Policies;

namespace Marianne.Learning;

/// <summary>Records that are copied from one learning store to another in one step.</summary>
public sealed record LearningBatch
{
    /// <summary>Outcomes, the newest first.</summary>
    public IReadOnlyList<LearnedOutcome> Outcomes { get; init; } = [];

    /// <summary>Recoveries, the newest first.</summary>
    public IReadOnlyList<LearnedRecovery> Recoveries { get; init; } = [];

    /// <summary>Rate limits in force.</summary>
    public IReadOnlyList<LearnedRateLimit> RateLimits { get; init; } = [];

    /// <summary>The clusters of workspaces.</summary>
    public IReadOnlyList<WorkspaceCluster> Clusters { get; init; } = [];

    /// <summary>Circuit breakers.</summary>
    public IReadOnlyList<Circuit> Circuits { get; init; } = [];

    /// <summary>Limits across jobs, without the sheets that run and wait.</summary>
    public IReadOnlyList<SheetLimit> Limits { get; init; } = [];

    /// <summary>The number of records.</summary>
    public int Count => Outcomes.Count + Recoveries.Count + RateLimits.Count + Clusters.Count + Circuits.Count + Limits.Count;

    /// <summary>Determines whether a record replaces another one of the same name: if it is newer.</summary>
    /// <param name="current">The time of the stored record; <c>null</c> if it does not exist or the time is not known.</param>
    /// <param name="imported">The time of the other record.</param>
    public static bool Replaces(DateTimeOffset? current, DateTimeOffset? imported) =>
        current is null || imported > current;
}
