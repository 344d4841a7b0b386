using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of a recorded attempt as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class ExecutionProperties
{
    /// <summary>When it was recorded, in local time.</summary>
    public static DateTime GetExecutedAt(PSObject instance) =>
        StoredProperty.Live<Execution>(instance).ExecutedAt.LocalDateTime;
}
