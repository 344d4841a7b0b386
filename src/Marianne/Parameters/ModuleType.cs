using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>The types of this module, also of objects that came from another session or from Select-Object.</summary>
internal static class ModuleType
{
    private const string Namespace = nameof(Marianne) + ".";

    // What deserialization and Select-Object put before the name of the type.
    private static readonly string[] Prefixes = ["Deserialized.", "Selected."];

    /// <summary>
    /// Determines whether an object is only properties: a row of a CSV file, an object from ConvertFrom-Json, a custom object.
    /// </summary>
    public static bool IsRow(PSObject value) => value.BaseObject is PSCustomObject
        && (value.TypeNames[0] == Prefixes[0] + typeof(PSCustomObject).FullName
            || !value.TypeNames[0].StartsWith(Prefixes[0], StringComparison.Ordinal));

    /// <summary>Returns the full name of the object's type, or <c>null</c> if it is not a type of this module.</summary>
    public static string? NameOf(PSObject value)
    {
        string name = value.BaseObject is PSCustomObject ? value.TypeNames[0] : value.BaseObject.GetType().FullName!;
        foreach (string prefix in Prefixes.Where(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            name = name[prefix.Length..];
        return name.StartsWith(Namespace, StringComparison.Ordinal) ? name : null;
    }
}
