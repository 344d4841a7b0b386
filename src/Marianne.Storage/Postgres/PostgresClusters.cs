using Marianne.Learning;
using Marianne.Storage.Relational;

namespace Marianne.Storage.Postgres;

/// <summary>Reads and writes the table <c>clusters</c>.</summary>
internal static class PostgresClusters
{
    private const string Select = $"SELECT {ClusterRow.Columns} FROM main.clusters";

    /// <summary>Returns the cluster of a workspace, or <c>null</c> if it has none.</summary>
    public static async ValueTask<WorkspaceCluster?> FindAsync(SqlSession session, string workspaceHash) =>
        (await ReadAsync(session, $"{Select} WHERE workspace_hash = @1", workspaceHash).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Lists the workspaces of a cluster, newest assignment first.</summary>
    public static async ValueTask<IReadOnlyList<WorkspaceCluster>> ListAsync(SqlSession session, string clusterId, long first) =>
        await ReadAsync(
            session,
            $"{Select} WHERE cluster_id = @1 ORDER BY assigned_at DESC, rowid DESC LIMIT @2",
            clusterId,
            Math.Max(first, 0)).ConfigureAwait(false);

    /// <summary>Lists the ids of the clusters in order.</summary>
    public static async ValueTask<IReadOnlyList<string>> IdsAsync(SqlSession session) => await session
        .ListAsync("SELECT DISTINCT cluster_id FROM main.clusters ORDER BY 1", row => row.Next(column => column.Raw()))
        .ConfigureAwait(false);

    /// <summary>Assigns a workspace to a cluster. Returns <c>true</c>.</summary>
    public static async ValueTask<bool> PutAsync(SqlSession session, WorkspaceCluster assignment)
    {
        await session.ExecuteAsync(
            $"""
            INSERT INTO main.clusters ({ClusterRow.Columns}) VALUES (@1, @2, @3)
            ON CONFLICT (workspace_hash) DO UPDATE
            SET rowid = excluded.rowid, cluster_id = excluded.cluster_id, assigned_at = excluded.assigned_at
            """,
            assignment.WorkspaceHash,
            assignment.ClusterId,
            session.Dialect.Time(assignment.AssignedAt)).ConfigureAwait(false);
        return true;
    }

    private static ValueTask<List<WorkspaceCluster>> ReadAsync(SqlSession session, string sql, params object?[] values) =>
        session.ListAsync(sql, row => ClusterRow.Read(row, TimeZoneInfo.Utc), values);
}
