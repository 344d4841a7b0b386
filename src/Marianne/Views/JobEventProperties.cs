using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>The properties of an event of a job as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class JobEventProperties
{
    /// <summary>When it happened, in local time.</summary>
    public static DateTime GetTime(PSObject instance) => StoredProperty.Live<JobEvent>(instance).Time.LocalDateTime;
}
