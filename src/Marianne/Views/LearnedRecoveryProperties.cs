using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of a recovery that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class LearnedRecoveryProperties
{
    /// <summary>The local time at which the recovery was recorded.</summary>
    public static object? GetRecordedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<LearnedRecovery>(instance).RecordedAt);

    /// <summary>The local time of the incident's first error.</summary>
    public static object? GetSince(PSObject instance) => Instant.Local(StoredProperty.Live<LearnedRecovery>(instance).Since);
}
