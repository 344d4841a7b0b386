namespace Marianne.Learning;

/// <summary>The assignment of a workspace to a cluster of similar workspaces.</summary>
/// <param name="WorkspaceHash">The hash of the workspace: see <see cref="LearningHash.OfWorkspace"/>.</param>
/// <param name="ClusterId">The id of the cluster.</param>
/// <param name="AssignedAt">The time of the assignment; <c>null</c> if it is not known.</param>
public sealed record WorkspaceCluster(string WorkspaceHash, string ClusterId, DateTimeOffset? AssignedAt);
