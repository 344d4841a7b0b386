using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Converts the values of parameters from and to objects of PowerShell.</summary>
internal static class ParameterTable
{
    /// <summary>Returns the values as scripts see them: a hashtable whose keys ignore case.</summary>
    /// <param name="values">The values, with secrets.</param>
    public static Hashtable Of(ParameterValues values)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, object value) in values.Stored)
            table[name] = value switch
            {
                ItemDataList list => list.Values.Select(ObjectOf).ToArray(),
                IReadOnlyList<string> items => items.ToArray(),
                _ => value,
            };
        foreach ((string name, string? secret) in values.Secrets)
            table[name] = secret;
        return table;
    }

    private static SourceMap Members(IEnumerable<(string Name, object? Value)> members)
    {
        var map = new SourceMap();
        foreach ((string name, object? value) in members)
            map.TryAdd(name, ValueOf(value));
        return map;
    }

    /// <summary>Returns the values of a hashtable. Objects of PowerShell become the values that a score can have.</summary>
    /// <param name="table">The hashtable.</param>
    public static IReadOnlyDictionary<string, object?> Read(IDictionary table)
    {
        Dictionary<string, object?> values = [];
        foreach (DictionaryEntry entry in table)
            values[LanguagePrimitives.ConvertTo<string>(entry.Key)] = ValueOf(entry.Value);
        return values;
    }

    private static object? ObjectOf(object value) => value is ItemData data ? JsonValue.Of(data.Json) : value;

    private static object? ValueOf(object? value) => (value as PSObject)?.BaseObject is { } inner and not PSCustomObject
        ? ValueOf(inner)
        : value switch
        {
            SecureString secret => new NetworkCredential("", secret).Password,
            PSCredential credential => credential.GetNetworkCredential().Password,
            FileSystemInfo file => file.FullName,
            char letter => letter.ToString(),
            Enum member => member.ToString(),
            SwitchParameter isPresent => isPresent.ToBool(),
            string => value,
            IDictionary map => Members(map.Keys.Cast<object>().Select(key => (LanguagePrimitives.ConvertTo<string>(key), map[key]))),
            PSObject custom => Members(custom.Properties.Select(property => (property.Name, (object?)property.Value))),
            IEnumerable items => items.Cast<object?>().Select(ValueOf).ToArray(),
            _ => value,
        };
}
