using System.Text.Json;
using Marianne.Jobs;
using Marianne.Outputs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Converts between the values of an item and its JSON.</summary>
internal static class ItemValues
{
    private const string Object = "object";

    /// <summary>An object within an item has two levels.</summary>
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = 2 * OutputValidator.MaximumDepth };

    /// <summary>Returns an item with one value.</summary>
    /// <param name="name">The name of its placeholder.</param>
    /// <param name="value">A text, a number, a Boolean or an object.</param>
    public static SourceItem Of(string name, object value) =>
        new(OutputLineParser.Write(writer => Write(writer, value)), new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value });

    /// <summary>Returns an item of a matrix.</summary>
    /// <param name="values">The values by name.</param>
    public static SourceItem Of(IReadOnlyDictionary<string, object?> values) => new(
        OutputLineParser.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Object);
            foreach ((string name, object? value) in values.OrderBy(value => value.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                Write(writer, value!);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }),
        values);

    /// <summary>Returns the values of the placeholders for an item, by name.</summary>
    /// <param name="options">The options of the sheet that the item belongs to.</param>
    /// <param name="json">The value of the item as JSON.</param>
    public static IEnumerable<KeyValuePair<string, object?>> Read(ForEachOptions options, string json)
    {
        if (options.Matrix is null)
            return [KeyValuePair.Create(options.As, (object?)ValueOf(json))];

        using var document = JsonDocument.Parse(json, Depth);
        return
        [
            .. document.RootElement.GetProperty(Object).EnumerateObject()
                .Select(member => KeyValuePair.Create(member.Name, (object?)ValueOf(member.Value.GetRawText()))),
        ];
    }

    /// <summary>Returns a value, in which objects have their properties themselves.</summary>
    private static object ValueOf(string json)
    {
        using var document = JsonDocument.Parse(json, Depth);
        if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
            return OutputValue.Of(json);

        using var plain = JsonDocument.Parse(OutputLineParser.Write(writer => WritePlain(writer, document.RootElement)), Depth);
        return ItemData.Of(plain.RootElement);
    }

    private static void WritePlain(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty(Object, out JsonElement members):
                writer.WriteStartObject();
                foreach (JsonProperty member in members.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WritePlain(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    WritePlain(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    /// <summary>Writes a value of which each object says that it is one, as items of a pipeline do.</summary>
    private static void WriteTyped(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                writer.WriteStartObject(Object);
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WriteTyped(writer, member.Value);
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                    WriteTyped(writer, item);
                writer.WriteEndArray();
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case ItemData data:
                WriteTyped(writer, data.Json);
                break;
            case bool isTrue:
                writer.WriteBooleanValue(isTrue);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(ParameterConverter.TextOf(value));
                break;
        }
    }
}
