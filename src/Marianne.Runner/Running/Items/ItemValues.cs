using System.Text.Json;
using Marianne.Outputs;
using Marianne.Scores;

namespace Marianne.Running;

/// <summary>Converts between the values of an item and its JSON.</summary>
internal static class ItemValues
{
    private const string Object = "object";

    /// <summary>Returns an item with one value.</summary>
    /// <param name="name">The name of its placeholder.</param>
    /// <param name="value">A text, a number or a Boolean.</param>
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
            return [KeyValuePair.Create(options.As, (object?)OutputValue.Of(json))];

        using var document = JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.GetProperty(Object).EnumerateObject()
                .Select(member => KeyValuePair.Create(member.Name, (object?)OutputValue.Of(member.Value.GetRawText()))),
        ];
    }

    private static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
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
