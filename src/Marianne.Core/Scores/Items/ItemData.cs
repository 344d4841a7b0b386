using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>An object or a list that is an item, or a property of one. As a text, it is its JSON.</summary>
internal sealed class ItemData
{
    private const string Count = "count";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ItemData(JsonElement json) => Json = json;

    /// <summary>The value.</summary>
    public JsonElement Json { get; }

    /// <summary>
    /// Returns a value: a text, a <see cref="long"/>, a <see cref="double"/>, a Boolean or an <see cref="ItemData"/>. No value is an empty
    /// text. A number that is written in another way than those two types would write it is the text.
    /// </summary>
    /// <param name="json">The value as JSON.</param>
    public static object Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => NumberOf(json),
        JsonValueKind.Object or JsonValueKind.Array => new ItemData(json.Clone()),
        _ => "",
    };

    /// <summary>Returns an object that a score or a parameter has.</summary>
    /// <param name="map">The names and values of its properties.</param>
    /// <param name="textOf">Returns what a text stands for.</param>
    public static ItemData OfMap(IEnumerable<KeyValuePair<string, object?>> map, Func<string, string> textOf)
    {
        using var document = JsonDocument.Parse(Write(writer => Write(writer, map, textOf)));
        return new ItemData(document.RootElement.Clone());
    }

    /// <summary>Returns a property of a value, of one of its properties, or the item of a list.</summary>
    /// <param name="root">The value.</param>
    /// <param name="name">The name of the placeholder, such as <c>pr.labels.0.name</c>.</param>
    /// <exception cref="FormatException">There is none. The message says which ones there are, as a sentence.</exception>
    public static object Find(object root, string name)
    {
        string[] parts = name.Split('.');
        object value = root;
        for (int index = 1; index < parts.Length; index++)
            value = Find(value, parts[index], name, string.Join('.', parts.Take(index)));
        return value is ItemData { Json.ValueKind: JsonValueKind.Array } list ? ItemDataList.Of(list.Json) : value;
    }

    /// <summary>Returns the value as the source of a score has it.</summary>
    public object? ToSource() => SourceOf(Json);

    /// <summary>Returns the value as JSON.</summary>
    public override string ToString() => Write(Json.WriteTo);

    private static object Find(object value, string part, string name, string parent)
    {
        if (value is ItemData { Json.ValueKind: JsonValueKind.Object } map)
        {
            JsonProperty[] properties = [.. map.Json.EnumerateObject()];
            foreach (StringComparison comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
            {
                if (Array.FindIndex(properties, property => property.Name.Equals(part, comparison)) is >= 0 and var index)
                    return Of(properties[index].Value);
            }

            string known = properties.Length == 0
                ? "It has none."
                : $"It has: {string.Join(", ", properties.Select(property => property.Name))}.";
            throw new FormatException($"{{{name}}} has no value: {{{parent}}} has no property '{part}'. {known}");
        }

        if (value is not ItemData { Json: var list })
            throw new FormatException($"{{{name}}} has no value: {{{parent}}} is {OptionValue.Show(value)}, which has no properties.");
        if (part == Count)
            return (long)list.GetArrayLength();
        return int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position < list.GetArrayLength()
            ? Of(list[position])
            : throw new FormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"{{{name}}} has no value: {{{parent}}} is a list of {list.GetArrayLength()}. Use a number from 0, or {Count}, instead of "
                + $"'{part}'."));
    }

    private static object NumberOf(JsonElement json)
    {
        string text = json.GetRawText();
        if (json.TryGetInt64(out long whole) && whole.ToString(CultureInfo.InvariantCulture) == text)
            return whole;
        return json.TryGetDouble(out double number) && number.ToString(CultureInfo.InvariantCulture) == text ? number : text;
    }

    private static object? SourceOf(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new SourceMap();
                foreach (JsonProperty property in json.EnumerateObject())
                    map.TryAdd(property.Name, SourceOf(property.Value));
                return map;
            case JsonValueKind.Array:
                var list = new SourceList();
                foreach (JsonElement item in json.EnumerateArray())
                    list.Add(SourceOf(item));
                return list;
            case JsonValueKind.Null:
                return null;
            default:
                return Of(json);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            write(writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value, Func<string, string> textOf)
    {
        if (value is ItemData data)
        {
            data.Json.WriteTo(writer);
        }
        else if (OptionValue.Map(value) is { } map)
        {
            writer.WriteStartObject();
            foreach ((string name, object? member) in map)
            {
                writer.WritePropertyName(name);
                Write(writer, member, textOf);
            }

            writer.WriteEndObject();
        }
        else if (OptionValue.List(value) is { } list)
        {
            writer.WriteStartArray();
            foreach (object? item in list)
                Write(writer, item, textOf);
            writer.WriteEndArray();
        }
        else
        {
            WriteSingle(writer, value, textOf);
        }
    }

    private static void WriteSingle(Utf8JsonWriter writer, object? value, Func<string, string> textOf)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool isTrue:
                writer.WriteBooleanValue(isTrue);
                break;
            case string text:
                writer.WriteStringValue(textOf(text));
                break;
            case double or float or decimal or long or int or short or sbyte or ulong or uint or ushort or byte:
                writer.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            default:
                writer.WriteStringValue(textOf(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                break;
        }
    }
}
