using System.Globalization;
using System.Text.Json;

namespace Marianne.Signals;

/// <summary>
/// Compares records with the values that they must have: by pointer, a value, one of several, any for <c>*</c>, or none for <c>null</c>.
/// </summary>
internal static class RecordPattern
{
    private const string Any = "*";

    /// <summary>Determines whether a record has the values.</summary>
    /// <param name="pattern">The values by pointer.</param>
    /// <param name="record">The record.</param>
    public static bool Matches(IReadOnlyDictionary<string, object?> pattern, JsonElement record)
    {
        foreach ((string pointer, object? expected) in pattern)
        {
            bool isThere = JsonPaths.TryFind(record, pointer, out JsonElement value);
            if (!(isThere ? Fits(expected, value) : expected is null))
                return false;
        }

        return true;
    }

    private static bool Fits(object? expected, JsonElement value) => expected switch
    {
        null => false,
        IReadOnlyList<object?> options => options.Any(option => AreEqual(option, value)),
        _ => AreEqual(expected, value),
    };

    private static bool AreEqual(object? expected, JsonElement value) => (expected, value.ValueKind) switch
    {
        (Any, _) => IsSet(value),
        (string text, JsonValueKind.String) => value.ValueEquals(text),
        (bool isTrue, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean() == isTrue,
        (not (string or bool or null), JsonValueKind.Number) =>
            value.TryGetDouble(out double number) && number == Convert.ToDouble(expected, CultureInfo.InvariantCulture),
        _ => false,
    };

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => false,
        JsonValueKind.String => !value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };
}
