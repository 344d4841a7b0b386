using System.Management.Automation;
using Marianne.Running;

namespace Marianne.Commands;

/// <summary>The properties of an event of a job that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class JobEventProperties
{
    /// <summary>The local time of the event.</summary>
    public static DateTime GetTime(PSObject instance) => StoredProperty.Live<JobEvent>(instance).Time.LocalDateTime;
}
