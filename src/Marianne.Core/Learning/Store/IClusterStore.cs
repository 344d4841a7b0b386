namespace Marianne.Learning;

/// <summary>Keeps which workspaces belong to the same cluster.</summary>
public interface IClusterStore
{
    /// <summary>Loads the cluster of a workspace, or returns <c>null</c> if it is in none.</summary>
    /// <param name="workspaceHash">The workspace's hash: see <see cref="LearningHash.OfWorkspace"/>.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<WorkspaceCluster?> GetClusterAsync(string workspaceHash, CancellationToken cancellationToken);

    /// <summary>Assigns workspaces to clusters, all of them or none. A workspace leaves the cluster that it was in.</summary>
    /// <param name="assignments">The cluster of each workspace, by the workspace's hash.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="MarianneException">A hash or a cluster id is invalid: see <see cref="LearningValidator"/>.</exception>
    ValueTask<IReadOnlyList<WorkspaceCluster>> SetClustersAsync(
        IReadOnlyDictionary<string, string> assignments, CancellationToken cancellationToken);

    /// <summary>Lists the workspaces of a cluster, the newest assignment first.</summary>
    /// <param name="clusterId">The cluster's id.</param>
    /// <param name="first">The maximum number of workspaces to return.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<WorkspaceCluster>> ListClusterAsync(
        string clusterId, long first, CancellationToken cancellationToken);

    /// <summary>Lists the ids of all clusters.</summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    ValueTask<IReadOnlyList<string>> ListClusterIdsAsync(CancellationToken cancellationToken);
}
