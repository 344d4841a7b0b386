using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of a worker that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class WorkerProperties
{
    /// <summary>The local time at which the worker started to work.</summary>
    public static DateTime GetSince(PSObject instance) => StoredProperty.Live<Worker>(instance).Since.LocalDateTime;

    /// <summary>The local time at which the worker was last announced; <c>null</c> if it was not yet.</summary>
    public static DateTime? GetLastSeen(PSObject instance) => StoredProperty.Live<Worker>(instance).LastSeen?.LocalDateTime;
}
