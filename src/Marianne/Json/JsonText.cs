using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Marianne.Commands;

/// <summary>JSON objects as stores keep them: compact text, Unicode as it is.</summary>
internal static class JsonText
{
    /// <summary>The deepest nesting that is taken.</summary>
    public const int MaximumDepth = 64;

    private const int HashLength = 16;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = MaximumDepth };

    /// <summary>The text of a hashtable, of an object, or of a text that is JSON already.</summary>
    /// <exception cref="MarianneException">InvalidParameter: it cannot be a JSON object.</exception>
    public static string Of(object value)
    {
        object plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            string text => Write(writer => WriteText(writer, text)),
            IDictionary or PSCustomObject => Write(writer => new JsonTree(writer).Write(value)),
            _ => throw ParameterErrors.NotJson(
                $"a {plain.GetType().Name} is neither a hashtable nor an object nor JSON text", value),
        };
    }

    /// <summary>
    /// What tells whether two are the same, whatever the order of their keys: the first 16 hexadecimal digits of the
    /// SHA-256 of the text with its keys in ordinal order.
    /// </summary>
    public static string Hash(string json)
    {
        using var document = JsonDocument.Parse(json, Depth);
        string ordered = Write(writer => WriteOrdered(writer, document.RootElement));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ordered)))[..HashLength].ToLowerInvariant();
    }

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            content(writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Depth);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw ParameterErrors.NotJson("the text is JSON, but no object", text);
            document.WriteTo(writer);
        }
        catch (JsonException error)
        {
            throw ParameterErrors.NotJson(error.Message, text);
        }
    }

    private static void WriteOrdered(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject().OrderBy(item => item.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteOrdered(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray())
                    WriteOrdered(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
