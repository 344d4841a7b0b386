using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of a recovery as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class LearnedRecoveryProperties
{
    /// <summary>When it was recorded, in local time.</summary>
    public static object? GetRecordedAt(PSObject instance) => Instant.Local(StoredProperty.Live<LearnedRecovery>(instance).RecordedAt);
}
