using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Converts between stored values and what the prompt shows: local times, and objects for JSON.</summary>
internal static class StoredProperty
{
    /// <summary>Returns the object that PowerShell passes to a getter or a setter.</summary>
    public static T Live<T>(PSObject instance) => (T)instance.BaseObject;

    /// <summary>Converts a new value of a property to an instant.</summary>
    public static DateTimeOffset? ToInstant(object? value) => PowerShellValue.Unwrap(value) switch
    {
        null => null,
        DateTimeOffset instant => instant,
        { } other => Instant.Of((DateTime)LanguagePrimitives.ConvertTo(other, typeof(DateTime), CultureInfo.InvariantCulture)),
    };

    /// <summary>Converts a new value of a property to words.</summary>
    public static string[] ToWords(object? value) =>
        (string[]?)LanguagePrimitives.ConvertTo(PowerShellValue.Unwrap(value), typeof(string[]), CultureInfo.InvariantCulture) ?? [];

    /// <summary>Converts a new value of a property to JSON text.</summary>
    public static string? ToJson(object? value) => PowerShellValue.Unwrap(value) is null ? null : JsonText.Of(value!);
}
