using System.Collections.ObjectModel;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marianne.Jobs;

namespace Marianne.Storage;

/// <summary>Lists and objects as stores keep them: JSON text.</summary>
internal static class StoredJson
{
    private static readonly StoredJsonContext Context = new(new JsonSerializerOptions(StoredJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Unicode stays as it is.
    });

    /// <summary>The strings of a JSON list; nothing when it is none.</summary>
    public static IReadOnlyList<string>? Strings(string text) =>
        text == "[]" ? [] : Parse(text, () => JsonSerializer.Deserialize(text, Context.ListString));

    /// <summary>The validation results of a JSON list; nothing when it is none.</summary>
    public static IReadOnlyList<ValidationDetail>? Details(string text) =>
        Parse(text, () => JsonSerializer.Deserialize(text, Context.ListValidationDetail));

    /// <summary>The JSON text of a list; the text that it was read from when it is one of ours.</summary>
    public static string Text(IReadOnlyList<string> list) => list switch
    {
        { Count: 0 } => "[]",
        StoredList<string> stored => stored.Text,
        _ => JsonSerializer.Serialize([.. list], Context.ListString),
    };

    /// <summary>The JSON text of a list with a blank after each comma, as the learning store has it.</summary>
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

    private static StoredList<T>? Parse<T>(string text, Func<List<T>?> parse)
        where T : class
    {
        try
        {
            return parse() is { } items && !items.Contains(null!) ? new StoredList<T>(text, items) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A list that remembers the text it was read from, so that writing it again loses nothing.</summary>
    private sealed class StoredList<T>(string text, List<T> items) : ReadOnlyCollection<T>(items)
    {
        public string Text => text;
    }
}

/// <summary>How the lists are read and written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<ValidationDetail>))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
