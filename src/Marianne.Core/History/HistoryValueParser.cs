using System.Collections.ObjectModel;
using System.Text.Json;
using Marianne.Collections;
using Marianne.Durations;
using Marianne.Text;

namespace Marianne.History;

/// <summary>Reads the values of a history file, and throws an error with the key if a value is invalid.</summary>
/// <param name="fail">Creates the error for a key.</param>
internal sealed class HistoryValueParser(HistoryValueParser.Failure fail)
{
    /// <summary>Creates the error for a key.</summary>
    /// <param name="key">The key, with the keys that contain it; empty for the object itself.</param>
    /// <param name="why">The reason, as the predicate of a sentence.</param>
    public delegate MarianneException Failure(string key, string why);

    /// <summary>Returns the error of a key that occurs twice.</summary>
    public MarianneException Twice(string key) => fail(key, "occurs twice");

    /// <summary>Reads a string that must not be empty.</summary>
    public string Name(ref Utf8JsonReader reader, string key) =>
        Text(ref reader, key) is { } name && !string.IsNullOrWhiteSpace(name) ? name : throw fail(key, "is empty");

    /// <summary>Reads a time in seconds that .NET can represent, or <c>null</c>.</summary>
    public double? Time(ref Utf8JsonReader reader, string key) => Number(ref reader, key) switch
    {
        { } seconds when !UnixTime.IsInstant(seconds) => throw fail(key, "is not a valid time: it is out of range"),
        var seconds => seconds,
    };

    /// <summary>Reads a duration in seconds that .NET can represent, or <c>null</c>.</summary>
    public double? Duration(ref Utf8JsonReader reader, string key) => Number(ref reader, key) switch
    {
        { } seconds when !UnixTime.IsDuration(seconds) => throw fail(key, "is not a valid duration: it is too long"),
        var seconds => seconds,
    };

    /// <summary>Reads a whole number of 0 or more.</summary>
    public long Count(ref Utf8JsonReader reader, string key) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long count) && count >= 0
            ? count
            : throw fail(key, "is not a whole number of 0 or more");

    /// <summary>Reads a word of an enumeration.</summary>
    public TWord Word<TWord>(ref Utf8JsonReader reader, string key)
        where TWord : struct, Enum
    {
        string text = Text(ref reader, key) ?? throw fail(key, "is null");
        return SnakeCaseName.TryParse(text, out TWord word)
            ? word
            : throw fail(key, $"is '{HistoryErrors.Short(text)}', which is not one of {Words<TWord>()}");
    }

    /// <summary>Reads a string, or <c>null</c>.</summary>
    public string? Text(ref Utf8JsonReader reader, string key) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw fail(key, $"is {KindOf(reader)} instead of a string"),
    };

    /// <summary>Reads an object of values, or <c>null</c>.</summary>
    public IReadOnlyDictionary<string, object?>? Map(ref Utf8JsonReader reader, string key) =>
        Value(ref reader, key, HistoryValue.MaximumDepth) switch
        {
            null => null,
            IReadOnlyDictionary<string, object?> map => map,
            _ => throw fail(key, "is not an object"),
        };

    /// <summary>Reads an object of objects of values, or <c>null</c>.</summary>
    public ReadOnlyMap<string, IReadOnlyDictionary<string, object?>>? Usage(ref Utf8JsonReader reader, string key)
    {
        if (Map(ref reader, key) is not { } map)
            return null;

        var usage = new Dictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);
        foreach ((string type, object? figures) in map)
        {
            usage.Add(type, figures as IReadOnlyDictionary<string, object?>
                ?? throw fail($"{key}.{HistoryErrors.Short(type)}", "is not an object"));
        }

        return HistoryValue.Usage(usage);
    }

    private double? Number(ref Utf8JsonReader reader, string key)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number)
            throw fail(key, $"is {KindOf(reader)} instead of a number");
        return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw fail(key, "is too large");
    }

    private object? Value(ref Utf8JsonReader reader, string key, int levels)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.True or JsonTokenType.False:
                return reader.GetBoolean();
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return PythonNumber.Read(ref reader) ?? throw fail(key, "contains a number that is too large");
        }

        if (levels == 0)
            throw fail(key, $"is nested more than {HistoryValue.MaximumDepth} levels deep");
        return reader.TokenType == JsonTokenType.StartArray
            ? Items(ref reader, key, levels - 1)
            : Members(ref reader, key, levels - 1);
    }

    private ReadOnlyCollection<object?> Items(ref Utf8JsonReader reader, string key, int levels)
    {
        var items = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Value(ref reader, key, levels));
        return items.AsReadOnly();
    }

    private ReadOnlyMap<string, object?> Members(ref Utf8JsonReader reader, string key, int levels)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (!map.TryAdd(name, Value(ref reader, key, levels)))
                throw fail($"{key}.{HistoryErrors.Short(name)}", "occurs twice");
        }

        return HistoryValue.Map(map);
    }

    private static string KindOf(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a Boolean value",
        _ => "null",
    };

    private static string Words<TWord>()
        where TWord : struct, Enum => string.Join(", ", Enum.GetValues<TWord>().Select(SnakeCaseName.Of));
}
