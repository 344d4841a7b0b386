using Marianne.Learning;
using Marianne.Storage.Relational;
using Microsoft.Data.Sqlite;

namespace Marianne.Storage.Sqlite;

/// <summary>Reads and writes the table <c>workspace_clusters</c>.</summary>
internal sealed class ClusterTable(TimeProvider time)
{
    private const string Name = "workspace_clusters";

    private const string SelectAll = $"SELECT {ClusterRow.Columns} FROM {Name}";

    /// <summary>Returns the cluster of a workspace, or <c>null</c> if it has none.</summary>
    public WorkspaceCluster? Find(SqliteSession session, string workspaceHash) =>
        Read(session, $"{SelectAll} WHERE workspace_hash = @1 AND cluster_id IS NOT NULL", workspaceHash).SingleOrDefault();

    /// <summary>Lists the workspaces of a cluster, newest assignment first.</summary>
    public List<WorkspaceCluster> List(SqliteSession session, string clusterId, long first) => Read(
        session,
        $"{SelectAll} WHERE cluster_id = @1 ORDER BY assigned_at DESC, rowid DESC LIMIT @2",
        clusterId,
        Math.Max(first, 0)); // SQLite takes a negative limit for no limit.

    /// <summary>Lists the ids of the clusters in order.</summary>
    public static IReadOnlyList<string> Ids(SqliteSession session)
    {
        var ids = new List<string>();
        if (!session.Tables.Contains(Name))
            return ids;

        using SqliteDataReader reader = session
            .Command($"SELECT DISTINCT cluster_id FROM {Name} WHERE cluster_id IS NOT NULL ORDER BY 1").ExecuteReader();
        while (reader.Read())
            ids.Add(reader.GetString(0));
        return ids;
    }

    /// <summary>Assigns a workspace to a cluster.</summary>
    public void Put(SqliteSession session, WorkspaceCluster assignment) => session.Run(
        $"INSERT OR REPLACE INTO {Name} ({ClusterRow.Columns}) VALUES (@1, @2, @3)",
        assignment.WorkspaceHash,
        assignment.ClusterId,
        StoredTime.Local(assignment.AssignedAt, time.LocalTimeZone));

    private List<WorkspaceCluster> Read(SqliteSession session, string sql, params ReadOnlySpan<object?> values)
    {
        var clusters = new List<WorkspaceCluster>();
        if (!session.Tables.Contains(Name))
            return clusters;

        using RowReader row = session.Query(sql, values);
        while (row.Read())
            clusters.Add(ClusterRow.Read(row, time.LocalTimeZone));

        return clusters;
    }
}
