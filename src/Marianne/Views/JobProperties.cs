using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>
/// The properties of a job that <c>Marianne.Types.ps1xml</c> defines: instants as local times, JSON as an object.
/// </summary>
public static class JobProperties
{
    /// <summary>The local time at which the job was created.</summary>
    public static DateTime GetCreatedAt(PSObject instance) => Of(instance).CreatedAt.LocalDateTime;

    /// <summary>The local time at which the job was last saved.</summary>
    public static DateTime GetUpdatedAt(PSObject instance) => Of(instance).UpdatedAt.LocalDateTime;

    /// <summary>The local time at which the first sheet was started, or <c>null</c>.</summary>
    public static object? GetStartedAt(PSObject instance) => Instant.Local(Of(instance).StartedAt);

    /// <summary>Sets the time at which the first sheet was started: a time or <c>null</c>.</summary>
    public static void SetStartedAt(PSObject instance, object? value) =>
        Of(instance).StartedAt = StoredProperty.ToInstant(value);

    /// <summary>The local time at which the job was completed or failed, or <c>null</c>.</summary>
    public static object? GetCompletedAt(PSObject instance) => Instant.Local(Of(instance).CompletedAt);

    /// <summary>Sets the time at which the job was completed or failed: a time or <c>null</c>.</summary>
    public static void SetCompletedAt(PSObject instance, object? value) =>
        Of(instance).CompletedAt = StoredProperty.ToInstant(value);

    /// <summary>The configuration as an object. It is a copy: set the property to change the configuration.</summary>
    public static object? GetConfigSnapshot(PSObject instance) => JsonValue.Of(Of(instance).ConfigSnapshot);

    /// <summary>Sets the configuration: a hashtable, an object, the text of a JSON object, or <c>null</c>.</summary>
    public static void SetConfigSnapshot(PSObject instance, object? value) =>
        Of(instance).ConfigSnapshot = StoredProperty.ToJson(value);

    /// <summary>The tags.</summary>
    public static object GetTag(PSObject instance) => Of(instance).Tag;

    /// <summary>Sets the tags: a word, a list of words, or <c>null</c>.</summary>
    public static void SetTag(PSObject instance, object? value) => Of(instance).Tag = StoredProperty.ToWords(value);

    private static Job Of(PSObject instance) => StoredProperty.Live<Job>(instance);
}
