using System.Management.Automation;
using Marianne.Errors;
using Marianne.Jobs;

namespace Marianne.Commands;

/// <summary>
/// The properties of a sheet that <c>Marianne.Types.ps1xml</c> defines: instants as local times, JSON as an object.
/// </summary>
public static class SheetProperties
{
    /// <summary>The local time at which the last attempt started, or <c>null</c>.</summary>
    public static object? GetStartedAt(PSObject instance) => Instant.Local(Of(instance).StartedAt);

    /// <summary>Sets the time at which the last attempt started: a time or <c>null</c>.</summary>
    public static void SetStartedAt(PSObject instance, object? value) =>
        Of(instance).StartedAt = StoredProperty.ToInstant(value);

    /// <summary>The local time at which the last attempt ended, or <c>null</c>.</summary>
    public static object? GetCompletedAt(PSObject instance) => Instant.Local(Of(instance).CompletedAt);

    /// <summary>Sets the time at which the last attempt ended: a time or <c>null</c>.</summary>
    public static void SetCompletedAt(PSObject instance, object? value) =>
        Of(instance).CompletedAt = StoredProperty.ToInstant(value);

    /// <summary>The duration of the last attempt.</summary>
    public static object? GetExecutionDuration(PSObject instance) => Of(instance).ExecutionDuration;

    /// <summary>Sets the duration of the last attempt: a number of seconds, a TimeSpan, or <c>null</c>.</summary>
    public static void SetExecutionDuration(PSObject instance, object? value) =>
        Of(instance).ExecutionDuration = DurationAttribute.Read(value);

    /// <summary>The outcome data as an object. It is a copy: set the property to change the data.</summary>
    public static object? GetOutcomeData(PSObject instance) => JsonValue.Of(Of(instance).OutcomeData);

    /// <summary>Sets the outcome data: a hashtable, an object, the text of a JSON object, or <c>null</c>.</summary>
    public static void SetOutcomeData(PSObject instance, object? value) =>
        Of(instance).OutcomeData = StoredProperty.ToJson(value);

    /// <summary>The code of the last error, such as <c>E101</c>.</summary>
    public static object? GetErrorCode(PSObject instance) => Of(instance).Measures.ErrorCode;

    /// <summary>The meaning of the code of the last error, such as <c>It failed.</c>; <c>null</c> if it is not known.</summary>
    public static object? GetErrorMeaning(PSObject instance) =>
        Of(instance).Measures.ErrorCode is { } code ? ErrorCodes.Find(code)?.Meaning : null;

    /// <summary>The model that did the work.</summary>
    public static object? GetModel(PSObject instance) => Of(instance).Measures.Model;

    /// <summary>The number of input and output tokens of all attempts.</summary>
    public static long GetTokens(PSObject instance) => Of(instance).Measures.InputTokens + Of(instance).Measures.OutputTokens;

    /// <summary>The cost of all attempts in US dollars.</summary>
    public static decimal GetCost(PSObject instance) => Of(instance).Measures.Cost;

    /// <summary>The local time of the next attempt, or <c>null</c>.</summary>
    public static object? GetNextAttemptAt(PSObject instance) => Instant.Local(Of(instance).Measures.NextAttemptAt);

    private static Sheet Of(PSObject instance) => StoredProperty.Live<Sheet>(instance);
}
