using System.Text.Json;

namespace Marianne.Signals;

/// <summary>The values that a record must have: by pointer, a value, one of several, or any for <c>*</c>.</summary>
internal sealed class RecordPattern : Dictionary<string, JsonElement>
{
    private const string Any = "*";

    /// <summary>Determines whether a record has the values.</summary>
    /// <param name="record">The record.</param>
    public bool Matches(JsonElement record)
    {
        foreach ((string pointer, JsonElement expected) in this)
        {
            bool isThere = JsonPaths.TryFind(record, pointer, out JsonElement value);
            if (!(isThere ? Fits(expected, value) : expected.ValueKind == JsonValueKind.Null))
                return false;
        }

        return true;
    }

    private static bool Fits(JsonElement expected, JsonElement value) => expected.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.Array => expected.EnumerateArray().Any(option => AreEqual(option, value)),
        _ => AreEqual(expected, value),
    };

    private static bool AreEqual(JsonElement expected, JsonElement value) =>
        expected.ValueKind == JsonValueKind.String && expected.ValueEquals(Any) ? IsSet(value)
        : expected.ValueKind == value.ValueKind
            && (value.ValueKind == JsonValueKind.String ? value.ValueEquals(expected.GetString()) : expected.ToString() == value.ToString());

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };
}
