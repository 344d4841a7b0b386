using System.Text.Json;
using Marianne.Jobs;
using Marianne.Scores;

namespace Marianne.Outputs;

/// <summary>Converts the value of an output to the value of a placeholder.</summary>
internal static class OutputValue
{
    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = OutputValidator.MaximumDepth };

    /// <summary>
    /// Returns a string, a number, a Boolean or a list. An object is its JSON; in a list, it keeps its properties.
    /// </summary>
    /// <param name="json">The value as JSON.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static object Of(string json)
    {
        using var document = JsonDocument.Parse(json, Depth);
        JsonElement value = document.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Array => ItemDataList.Of(value),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when value.TryGetInt64(out long whole) => whole,
            JsonValueKind.Number => value.GetDouble(),
            _ => TextOf(value),
        };
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null => "",
        _ => OutputLineParser.JsonOf(value),
    };
}
