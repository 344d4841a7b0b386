using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of the measures of a sheet that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class SheetMeasuresProperties
{
    /// <summary>The local time at which the current wait started, or <c>null</c>.</summary>
    public static object? GetWaitingSince(PSObject instance) =>
        Instant.Local(StoredProperty.Live<SheetMeasures>(instance).WaitingSince);

    /// <summary>The local time of the next attempt, or <c>null</c>.</summary>
    public static object? GetNextAttemptAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<SheetMeasures>(instance).NextAttemptAt);
}
