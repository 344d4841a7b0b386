using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Between what Core keeps and what a prompt shows: local times, objects for JSON, seconds for durations.</summary>
internal static class StoredProperty
{
    /// <summary>The live object behind what PowerShell passes to a getter or a setter.</summary>
    public static T Live<T>(PSObject instance) => (T)instance.BaseObject;

    /// <summary>The instant that somebody sets a property to.</summary>
    public static DateTimeOffset? ToInstant(object? value) => PowerShellValue.Unwrap(value) switch
    {
        null => null,
        DateTimeOffset instant => instant,
        { } other => Instant.Of((DateTime)LanguagePrimitives.ConvertTo(other, typeof(DateTime), CultureInfo.InvariantCulture)),
    };

    /// <summary>The JSON text that somebody sets a property to.</summary>
    public static string? ToJson(object? value) => PowerShellValue.Unwrap(value) is null ? null : JsonText.Of(value!);
}
