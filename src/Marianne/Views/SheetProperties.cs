using System.Management.Automation;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// The properties of a sheet as <c>Marianne.Types.ps1xml</c> shows them: instants as local times, JSON as an object.
/// </summary>
public static class SheetProperties
{
    /// <summary>When its last attempt started, in local time.</summary>
    public static object? GetStartedAt(PSObject instance) => Instant.Local(Of(instance).StartedAt);

    /// <summary>Sets when its last attempt started: a time, or nothing.</summary>
    public static void SetStartedAt(PSObject instance, object? value) =>
        Of(instance).StartedAt = StoredProperty.ToInstant(value);

    /// <summary>When its last attempt ended, in local time.</summary>
    public static object? GetCompletedAt(PSObject instance) => Instant.Local(Of(instance).CompletedAt);

    /// <summary>Sets when its last attempt ended: a time, or nothing.</summary>
    public static void SetCompletedAt(PSObject instance, object? value) =>
        Of(instance).CompletedAt = StoredProperty.ToInstant(value);

    /// <summary>How long its last attempt took.</summary>
    public static object? GetExecutionDuration(PSObject instance) => Of(instance).ExecutionDuration;

    /// <summary>Sets how long its last attempt took: seconds, a TimeSpan, or nothing.</summary>
    public static void SetExecutionDuration(PSObject instance, object? value) =>
        Of(instance).ExecutionDuration = DurationAttribute.Read(value);

    /// <summary>What it wants remembered, as an object. It is a copy: a change of it counts when it is set again.</summary>
    public static object? GetOutcomeData(PSObject instance) => JsonValue.Of(Of(instance).OutcomeData);

    /// <summary>Sets what it wants remembered: a hashtable, an object, the text of a JSON object, or nothing.</summary>
    public static void SetOutcomeData(PSObject instance, object? value) =>
        Of(instance).OutcomeData = StoredProperty.ToJson(value);

    /// <summary>The code of its last error, such as <c>E101</c>.</summary>
    public static object? GetErrorCode(PSObject instance) => Of(instance).Measures.ErrorCode;

    /// <summary>The model that did the work.</summary>
    public static object? GetModel(PSObject instance) => Of(instance).Measures.Model;

    /// <summary>The tokens that went in and came out in all attempts.</summary>
    public static long GetTokens(PSObject instance) => Of(instance).Measures.InputTokens + Of(instance).Measures.OutputTokens;

    /// <summary>What all attempts cost, in US dollars.</summary>
    public static decimal GetCost(PSObject instance) => Of(instance).Measures.Cost;

    /// <summary>When it is tried next, in local time.</summary>
    public static object? GetNextAttemptAt(PSObject instance) => Instant.Local(Of(instance).Measures.NextAttemptAt);

    private static Sheet Of(PSObject instance) => StoredProperty.Live<Sheet>(instance);
}
