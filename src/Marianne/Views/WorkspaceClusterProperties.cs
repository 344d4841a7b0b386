using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of an assignment as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class WorkspaceClusterProperties
{
    /// <summary>When it was assigned, in local time.</summary>
    public static object? GetAssignedAt(PSObject instance) => Instant.Local(StoredProperty.Live<WorkspaceCluster>(instance).AssignedAt);
}
