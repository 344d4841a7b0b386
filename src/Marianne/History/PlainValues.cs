using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Converts PowerShell values to plain .NET values.</summary>
internal static class PlainValues
{
    /// <summary>Converts a hashtable to values by name.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the value contains itself.</exception>
    public static Dictionary<string, object?> Of(IDictionary map) =>
        OfMap((IDictionary)PowerShellSnapshotProvider.Instance.Copy(map)!);

    /// <summary>Converts a value.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the value contains itself.</exception>
    public static object? Of(object value) => Plain(PowerShellSnapshotProvider.Instance.Copy(value));

    /// <summary>Converts a hashtable of hashtables to values by name.</summary>
    /// <exception cref="MarianneException">InvalidParameter: an item is not a hashtable, or contains itself.</exception>
    public static Dictionary<string, IReadOnlyDictionary<string, object?>> OfEach(IDictionary map) => Of(map).ToDictionary(
        pair => pair.Key,
        pair => pair.Value as IReadOnlyDictionary<string, object?> ?? throw ParameterErrors.NoFigures(pair.Key, pair.Value),
        StringComparer.Ordinal);

    private static object? Plain(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom =>
            custom.Properties.ToDictionary(property => property.Name, property => Plain(property.Value), StringComparer.Ordinal),
        PSObject wrapped => Plain(wrapped.BaseObject),
        SwitchParameter flag => flag.IsPresent,
        IDictionary map => OfMap(map),
        IEnumerable items and not string => items.Cast<object?>().Select(Plain).ToArray(),
        _ => value,
    };

    private static Dictionary<string, object?> OfMap(IDictionary map)
    {
        var plain = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
            plain[Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? ""] = Plain(entry.Value);
        return plain;
    }
}
