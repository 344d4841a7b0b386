using System.Text.Json;
using Marianne.Jobs;
using Marianne.Secrets;

namespace Marianne.Outputs;

/// <summary>Redacts the secrets in a value, which stays JSON.</summary>
internal static class OutputRedactor
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = OutputValidator.MaximumDepth };

    /// <summary>Returns a value without secrets.</summary>
    /// <param name="json">The value as JSON.</param>
    /// <param name="redactor">The redactor of the run.</param>
    public static string Redact(string json, SecretRedactor redactor)
    {
        if (redactor.IsEmpty)
            return json;

        try
        {
            using var document = JsonDocument.Parse(json, Depth);
            string redacted = OutputLineParser.Write(writer => Write(document.RootElement, writer, redactor));
            if (redactor.Redact(redacted) != redacted)
                return JsonSerializer.Serialize(redactor.Redact(json)); // A secret extends over several values.
            return redacted == OutputLineParser.JsonOf(document.RootElement) ? json : redacted;
        }
        catch (JsonException)
        {
            return redactor.Redact(json); // It is refused by the store.
        }
    }

    private static void Write(JsonElement value, Utf8JsonWriter writer, SecretRedactor redactor)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.WritePropertyName(redactor.Redact(member.Name));
                    Write(member.Value, writer, redactor);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                WriteList(value, writer, redactor);
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(redactor.Redact(value.GetString()));
                break;
            case JsonValueKind.Number when redactor.Redact(value.GetRawText()) is var number && number != value.GetRawText():
                writer.WriteStringValue(number);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes a list. A secret of several lines may be in several of its texts.</summary>
    private static void WriteList(JsonElement list, Utf8JsonWriter writer, SecretRedactor redactor)
    {
        writer.WriteStartArray();
        if (list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            string[] texts = [.. list.EnumerateArray().Select(item => item.GetString()!)];
            string joined = string.Join('\n', texts);
            string redacted = redactor.Redact(joined);
            foreach (string text in redacted == joined ? texts : redacted.Split('\n'))
                writer.WriteStringValue(text);
        }
        else
        {
            foreach (JsonElement item in list.EnumerateArray())
                Write(item, writer, redactor);
        }

        writer.WriteEndArray();
    }
}
