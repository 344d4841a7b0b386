using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// The properties of a job as <c>Marianne.Types.ps1xml</c> shows them: instants as local times, JSON as an object.
/// </summary>
public static class JobProperties
{
    /// <summary>When it was made, in local time.</summary>
    public static DateTime GetCreatedAt(PSObject instance) => Of(instance).CreatedAt.LocalDateTime;

    /// <summary>When it was last saved, in local time.</summary>
    public static DateTime GetUpdatedAt(PSObject instance) => Of(instance).UpdatedAt.LocalDateTime;

    /// <summary>When its first sheet was started, in local time.</summary>
    public static object? GetStartedAt(PSObject instance) => Instant.Local(Of(instance).StartedAt);

    /// <summary>Sets when its first sheet was started: a time, or nothing.</summary>
    public static void SetStartedAt(PSObject instance, object? value) =>
        Of(instance).StartedAt = StoredProperty.ToInstant(value);

    /// <summary>When it was completed or given up, in local time.</summary>
    public static object? GetCompletedAt(PSObject instance) => Instant.Local(Of(instance).CompletedAt);

    /// <summary>Sets when it was completed or given up: a time, or nothing.</summary>
    public static void SetCompletedAt(PSObject instance, object? value) =>
        Of(instance).CompletedAt = StoredProperty.ToInstant(value);

    /// <summary>Its configuration, as an object. It is a copy: a change of it counts when it is set again.</summary>
    public static object? GetConfigSnapshot(PSObject instance) => JsonValue.Of(Of(instance).ConfigSnapshot);

    /// <summary>Sets its configuration: a hashtable, an object, the text of a JSON object, or nothing.</summary>
    public static void SetConfigSnapshot(PSObject instance, object? value) =>
        Of(instance).ConfigSnapshot = StoredProperty.ToJson(value);

    private static Job Of(PSObject instance) => StoredProperty.Live<Job>(instance);
}
