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

    /// <summary>What a run measured, from a JSON object; nothing when it is none, or none that can be.</summary>
    public static SheetMeasures? Measures(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Context.SheetMeasures) is { } read ? Possible(read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The JSON text of what was measured of a sheet; what could not be read of it as it was.</summary>
    public static string Measures(Sheet sheet) =>
        sheet.Unreadable.TryGetValue(nameof(sheet.Measures), out UnreadableValue? kept)
            ? kept.Raw
            : JsonSerializer.Serialize(sheet.Measures, Context.SheetMeasures);

    // The list of a text that has none is nothing, whatever its default is.
    private static SheetMeasures? Possible(SheetMeasures read)
    {
        SheetMeasures measures = read with
        {
            ErrorCodes = read.ErrorCodes ?? [],
            AttemptErrors = read.AttemptErrors ?? new Dictionary<int, string>(),
        };
        bool lacksCode = measures.ErrorCodes.Contains(null!) || measures.AttemptErrors.Values.Contains(null!);
        return lacksCode || JobValidator.FaultOf(measures) is not null ? null : measures;
    }

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
[JsonSerializable(typeof(SheetMeasures))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
