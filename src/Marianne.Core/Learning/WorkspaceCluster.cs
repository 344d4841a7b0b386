namespace Marianne.Learning;

/// <summary>The group of similar workspaces that a workspace is in.</summary>
/// <param name="WorkspaceHash">The hash of the workspace's path.</param>
/// <param name="ClusterId">The cluster.</param>
/// <param name="AssignedAt">When it was assigned.</param>
public sealed record WorkspaceCluster(string WorkspaceHash, string ClusterId, DateTimeOffset? AssignedAt);
