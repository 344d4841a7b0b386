using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marianne.Collections;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage;

/// <summary>Converts lists and objects to the JSON text that stores keep, and back.</summary>
internal static class StoredJson
{
    /// <summary>Why a text cannot be read as measures.</summary>
    public const string NotMeasures = "it does not hold valid measures";

    private static readonly StoredJsonContext Context = new(new JsonSerializerOptions(StoredJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Unicode is not escaped.
    });

    /// <summary>Returns the strings of a JSON list, or <c>null</c> if the text is not one.</summary>
    public static IReadOnlyList<string>? Strings(string text) =>
        text == "[]" ? [] : Parse(text, () => JsonSerializer.Deserialize(text, Context.ListString));

    /// <summary>Returns the validation results of a JSON list, or <c>null</c> if the text is not one.</summary>
    public static IReadOnlyList<ValidationDetail>? Details(string text) =>
        Parse(text, () => JsonSerializer.Deserialize(text, Context.ListValidationDetail));

    /// <summary>
    /// Returns the JSON text of a list. A list that was read from a store returns the text that it was read from.
    /// </summary>
    public static string Text(IReadOnlyList<string> list) => list switch
    {
        { Count: 0 } => "[]",
        StoredList<string> stored => stored.Text,
        _ => JsonSerializer.Serialize([.. list], Context.ListString),
    };

    /// <summary>Returns the JSON text of a list with a space after each comma, the layout of the learning store.</summary>
    public static string SpacedText(IReadOnlyList<string> list) => list.Count == 0
        ? "[]"
        : $"[{string.Join(", ", list.Select(item => JsonSerializer.Serialize(item, Context.String)))}]";

    /// <inheritdoc cref="Text(IReadOnlyList{string})"/>
    public static string? Text(IReadOnlyList<ValidationDetail>? list) => list switch
    {
        null => null,
        StoredList<ValidationDetail> stored => stored.Text,
        _ => JsonSerializer.Serialize([.. list], Context.ListValidationDetail),
    };

    /// <summary>
    /// Returns the measures in a JSON object, or <c>null</c> if the text is not one or a value is out of range.
    /// </summary>
    public static SheetMeasures? Measures(string text)
    {
        if (JsonUnicode.IsHalvedJson(text))
            return null;

        try
        {
            return JsonSerializer.Deserialize(text, Context.SheetMeasures) is { } read ? Valid(read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Returns the JSON text of a sheet's measures. Measures that could not be read are returned unchanged.</summary>
    public static string Measures(Sheet sheet) =>
        sheet.Unreadable.TryGetValue(nameof(sheet.Measures), out UnreadableValue? kept)
            ? kept.Raw
            : JsonSerializer.Serialize(sheet.Measures, Context.SheetMeasures);

    /// <summary>Returns the values of a JSON object that could not be read when they were stored, by property.</summary>
    public static IReadOnlyDictionary<string, UnreadableValue> Unreadable(string? text) =>
        (text is null ? null : JsonSerializer.Deserialize(text, Context.DictionaryStringUnreadableValue)) ?? [];

    /// <summary>Returns the JSON text of values that could not be read, by property; <c>null</c> if there are none.</summary>
    public static string? Unreadable(IEnumerable<KeyValuePair<string, UnreadableValue>> values)
    {
        Dictionary<string, UnreadableValue> kept = new(values);
        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, Context.DictionaryStringUnreadableValue);
    }

    private static SheetMeasures? Valid(SheetMeasures read)
    {
        bool lacksCode = read.ErrorCodes.Contains(null!) || read.AttemptErrors.Values.Contains(null!);
        return lacksCode || JobValidator.FaultOf(read) is not null ? null : read;
    }

    private static StoredList<T>? Parse<T>(string text, Func<List<T>?> parse)
        where T : class
    {
        if (JsonUnicode.IsHalvedJson(text))
            return null;

        try
        {
            return parse() is { } items && !items.Contains(null!) ? new StoredList<T>(text, items) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A list that keeps the text it was read from, so that writing it again loses nothing.</summary>
    private sealed class StoredList<T>(string text, List<T> items) : ReadOnlyItems<T>(items)
    {
        public string Text => text;
    }
}

/// <summary>Serialization metadata of the lists and measures.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<ValidationDetail>))]
[JsonSerializable(typeof(SheetMeasures))]
[JsonSerializable(typeof(Dictionary<string, UnreadableValue>))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
