using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>The properties of what a run measured as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class SheetMeasuresProperties
{
    /// <summary>When the wait that the sheet is in began, in local time.</summary>
    public static object? GetWaitingSince(PSObject instance) =>
        Instant.Local(StoredProperty.Live<SheetMeasures>(instance).WaitingSince);

    /// <summary>When the sheet is tried next, in local time.</summary>
    public static object? GetNextAttemptAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<SheetMeasures>(instance).NextAttemptAt);
}
