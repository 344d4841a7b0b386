using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>The properties of an outcome that <c>Marianne.Types.ps1xml</c> defines.</summary>
public static class LearnedOutcomeProperties
{
    /// <summary>The local time at which the sheet started.</summary>
    public static object? GetStartedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<LearnedOutcome>(instance).StartedAt);

    /// <summary>The local time at which the outcome was recorded.</summary>
    public static object? GetCompletedAt(PSObject instance) =>
        Instant.Local(StoredProperty.Live<LearnedOutcome>(instance).CompletedAt);
}
