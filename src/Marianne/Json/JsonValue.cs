using System.Collections.Specialized;
using System.Management.Automation;
using System.Numerics;
using System.Text.Json;

namespace Marianne.Commands;

/// <summary>JSON text as values of PowerShell: objects, arrays, numbers, text.</summary>
internal static class JsonValue
{
    /// <summary>The value of a text; the text itself when it is no JSON.</summary>
    public static object? Of(string? json)
    {
        if (json is null)
            return null;

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

    /// <summary>The value of an element.</summary>
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

    /// <summary>The object of some members.</summary>
    public static object ObjectOf(IReadOnlyCollection<(string Name, object? Value)> members)
    {
        // The properties of an object have names, and are the same in any case. A dictionary is not so particular.
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
