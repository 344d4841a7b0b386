using System.Text.Json;

namespace Marianne.Signals;

/// <summary>Finds values in JSON by pointers such as <c>/data/message</c>, in which <c>*</c> is any item or property.</summary>
internal static class JsonPaths
{
    /// <summary>Returns the values at a pointer. A value that is <c>null</c> is left out.</summary>
    /// <param name="element">The element.</param>
    /// <param name="pointer">The pointer. The empty one is the element itself.</param>
    public static IEnumerable<JsonElement> Find(JsonElement element, string pointer)
    {
        IEnumerable<JsonElement> found = [element];
        foreach (string step in pointer.Split('/').Skip(1))
            found = found.SelectMany(value => Step(value, step));
        return found.Where(value => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined));
    }

    /// <summary>Returns the first value that any of several pointers finds, or <c>null</c>.</summary>
    /// <param name="element">The element.</param>
    /// <param name="pointers">The pointers.</param>
    public static JsonElement? First(JsonElement element, IEnumerable<string> pointers) =>
        pointers.SelectMany(pointer => Find(element, pointer)).Select(value => (JsonElement?)value).FirstOrDefault();

    /// <summary>Finds the value at a pointer without <c>*</c>.</summary>
    /// <param name="element">The element.</param>
    /// <param name="pointer">The pointer.</param>
    /// <param name="found">The value, if it is there and not <c>null</c>.</param>
    public static bool TryFind(JsonElement element, string pointer, out JsonElement found)
    {
        found = element;
        ReadOnlySpan<char> rest = pointer;
        while (rest.Length > 0)
        {
            rest = rest[1..];
            int end = rest.IndexOf('/');
            ReadOnlySpan<char> step = end < 0 ? rest : rest[..end];
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
                return false;
            rest = end < 0 ? default : rest[end..];
        }

        return found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined);
    }

    /// <summary>Returns the first text that is not empty at any of several pointers, or <c>null</c>.</summary>
    /// <param name="element">The element.</param>
    /// <param name="pointers">The pointers.</param>
    public static string? Text(JsonElement element, IEnumerable<string> pointers) => pointers
        .SelectMany(pointer => Find(element, pointer))
        .Where(value => value.ValueKind == JsonValueKind.String)
        .Select(value => value.GetString())
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static IEnumerable<JsonElement> Step(JsonElement value, string step) => (value.ValueKind, step) switch
    {
        (JsonValueKind.Object, "*") => value.EnumerateObject().Select(property => property.Value),
        (JsonValueKind.Array, "*") => value.EnumerateArray(),
        (JsonValueKind.Object, _) => value.TryGetProperty(step, out JsonElement found) ? [found] : [],
        _ => [],
    };
}
