using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of an outcome as <c>Marianne.Types.ps1xml</c> shows them.</summary>
public static class LearnedOutcomeProperties
{
    /// <summary>When the sheet started, in local time.</summary>
    public static object? GetStartedAt(PSObject instance) => Instant.Local(StoredProperty.Live<LearnedOutcome>(instance).StartedAt);

    /// <summary>When the outcome was recorded, in local time.</summary>
    public static object? GetCompletedAt(PSObject instance) => Instant.Local(StoredProperty.Live<LearnedOutcome>(instance).CompletedAt);
}
