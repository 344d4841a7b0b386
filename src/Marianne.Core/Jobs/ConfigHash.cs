using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>Computes hashes of configurations that do not depend on the order of keys.</summary>
public static class ConfigHash
{
    private const int Length = 16;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 64 };

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>
    /// Returns the first 16 hexadecimal digits of the SHA-256 of a JSON object, as compact text with its keys in ordinal order.
    /// </summary>
    /// <param name="json">The JSON object, nested no deeper than 64 levels.</param>
    public static string Of(string json)
    {
        using var document = JsonDocument.Parse(json, Depth);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            WriteOrdered(writer, document.RootElement);

        return OfOrdered(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>Returns the hash of compact JSON whose keys are in ordinal order already.</summary>
    /// <param name="utf8Json">The JSON as UTF-8.</param>
    internal static string OfOrdered(ReadOnlySpan<byte> utf8Json) =>
        HexHash.Of(utf8Json, Length);

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
