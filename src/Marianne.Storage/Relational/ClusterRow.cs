using Marianne.Learning;

namespace Marianne.Storage.Relational;

/// <summary>Reads the rows of the workspaces of clusters.</summary>
internal static class ClusterRow
{
    /// <summary>The columns, in the order in which <see cref="Read"/> expects them.</summary>
    public const string Columns = "workspace_hash, cluster_id, assigned_at";

    /// <summary>Reads the next columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="zone">The time zone of times without an offset.</param>
    public static WorkspaceCluster Read(RowReader row, TimeZoneInfo zone) => new(
        row.Next(column => column.Raw()),
        row.Next(column => column.Raw()),
        row.Next(column => column.Time(zone)));
}
