using System.Collections.Specialized;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Converts JSON to values of PowerShell: objects, arrays, numbers and strings.</summary>
internal static class JsonValue
{
    /// <summary>Converts a text, or returns the text itself if it is not valid JSON.</summary>
    public static object? Of(string? json)
    {
        if (json is null || JsonUnicode.IsHalvedJson(json))
            return json;

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    /// <summary>Converts an element.</summary>
    public static object? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ObjectOf([.. element.EnumerateObject().Select(member => (member.Name, Of(member.Value)))]),
        JsonValueKind.Array => element.EnumerateArray().Select(Of).ToArray(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => NumberOf(element),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Creates an object with the given members.</summary>
    public static object ObjectOf(IReadOnlyCollection<(string Name, object? Value)> members)
    {
        // A PSObject ignores the case of property names and has no empty names. For such members, a dictionary is created.
        bool fits = members.DistinctBy(member => member.Name, StringComparer.OrdinalIgnoreCase).Count() == members.Count
            && members.All(member => member.Name.Length > 0);
        if (!fits)
            return DictionaryOf(members);

        var result = new PSObject();
        foreach ((string name, object? value) in members)
            result.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
        return result;
    }

    private static OrderedDictionary DictionaryOf(IEnumerable<(string Name, object? Value)> members)
    {
        var result = new OrderedDictionary(StringComparer.Ordinal);
        foreach ((string name, object? value) in members)
            result[name] = value;
        return result;
    }

    private static object NumberOf(JsonElement number)
    {
        if (number.TryGetInt64(out long whole))
            return whole;

        string text = number.GetRawText();
        return BigInteger.TryParse(text, out BigInteger large) ? large : number.GetDouble();
    }
}
