using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of a recorded attempt that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class ExecutionProperties
{
    /// <summary>The local time of the attempt.</summary>
    public static DateTime GetExecutedAt(PSObject instance) =>
        StoredProperty.Live<Execution>(instance).ExecutedAt.LocalDateTime;
}
