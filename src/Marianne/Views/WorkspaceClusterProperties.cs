using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of the assignment of a workspace to a cluster that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class WorkspaceClusterProperties
{
    /// <summary>The local time of the assignment.</summary>
    public static object? GetAssignedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<WorkspaceCluster>(instance).AssignedAt);
}
