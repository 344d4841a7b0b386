using System.Text.Json;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>The kinds of values in a job's file.</summary>
internal static class JsonKinds
{
    /// <summary>The maximum of a <see cref="TimeSpan"/>, in whole seconds.</summary>
    private const double LongestDuration = 922_337_203_685;

    /// <summary>Text, or <c>null</c>.</summary>
    public static JsonKind<string?> Text { get; } = new(
        element => element.ValueKind switch
        {
            JsonValueKind.Null => JsonReadResult<string?>.Of(null),
            JsonValueKind.String => ReadText(element),
            _ => JsonReadResult<string?>.Failed("it is not text"),
        },
        (writer, value) => WriteOrNull(writer, value, writer.Text));

    /// <summary>Text that is not empty.</summary>
    public static JsonKind<string> RequiredText { get; } = new(
        element => Text.Read(element) switch
        {
            { HasValue: true, Value: null or "" } => JsonReadResult<string>.Failed("it is empty"),
            { HasValue: true, Value: { } text } => JsonReadResult<string>.Of(text),
            { Fault: var fault } => JsonReadResult<string>.Failed(fault!),
        },
        (writer, value) => writer.Text(value));

    /// <summary>A whole number of at least 0.</summary>
    public static JsonKind<int> Count { get; } = new(
        element => ReadInt(element) switch
        {
            null => JsonReadResult<int>.Failed("it is not a whole number"),
            < 0 => JsonReadResult<int>.Failed("it is negative"),
            { } number => JsonReadResult<int>.Of(number),
        },
        (writer, value) => writer.Number(value));

    /// <summary>A whole number, or <c>null</c>.</summary>
    public static JsonKind<int?> OptionalInt { get; } = new(
        element => element.ValueKind == JsonValueKind.Null || ReadInt(element) is not null
            ? JsonReadResult<int?>.Of(ReadInt(element))
            : JsonReadResult<int?>.Failed("it is not a whole number"),
        (writer, value) => WriteOrNull(writer, value, number => writer.Number(number)));

    /// <summary>True or false.</summary>
    public static JsonKind<bool> Flag { get; } = new(
        element => ReadFlag(element) is { } flag
            ? JsonReadResult<bool>.Of(flag)
            : JsonReadResult<bool>.Failed("it is not true or false"),
        (writer, value) => writer.Flag(value));

    /// <summary>True, false or <c>null</c>.</summary>
    public static JsonKind<bool?> OptionalFlag { get; } = new(
        element => element.ValueKind == JsonValueKind.Null || ReadFlag(element) is not null
            ? JsonReadResult<bool?>.Of(ReadFlag(element))
            : JsonReadResult<bool?>.Failed("it is not true or false"),
        (writer, value) => WriteOrNull(writer, value, writer.Flag));

    /// <summary>An instant.</summary>
    public static JsonKind<DateTimeOffset> Time { get; } = new(
        element => ReadTime(element) is { } time
            ? JsonReadResult<DateTimeOffset>.Of(time)
            : JsonReadResult<DateTimeOffset>.Failed("it is not a time"),
        (writer, value) => writer.Text(StoredTime.WithZ(value)));

    /// <summary>An instant, or <c>null</c>.</summary>
    public static JsonKind<DateTimeOffset?> OptionalTime { get; } = new(
        element => element.ValueKind == JsonValueKind.Null || ReadTime(element) is not null
            ? JsonReadResult<DateTimeOffset?>.Of(ReadTime(element))
            : JsonReadResult<DateTimeOffset?>.Failed("it is not a time"),
        (writer, value) => WriteOrNull(writer, value, time => writer.Text(StoredTime.WithZ(time))));

    /// <summary>A list of strings.</summary>
    public static JsonKind<IReadOnlyList<string>> Texts { get; } = new(
        element => element.ValueKind == JsonValueKind.Array && StoredJson.Strings(element.GetRawText()) is { } texts
            ? JsonReadResult<IReadOnlyList<string>>.Of(texts)
            : JsonReadResult<IReadOnlyList<string>>.Failed("it is not a list of strings"),
        (writer, value) => writer.Texts(value))
    {
        AreEqual = (one, other) => one is not null && other is not null && one.SequenceEqual(other),
    };

    /// <summary>A list of validation results, or <c>null</c>.</summary>
    public static JsonKind<IReadOnlyList<ValidationDetail>?> Details { get; } = new(
        ReadDetails,
        (writer, value) => WriteOrNull(writer, StoredJson.Text(value), writer.Json))
    {
        AreEqual = (one, other) => StoredJson.Text(one) == StoredJson.Text(other),
    };

    /// <summary>A JSON object as text, or <c>null</c>.</summary>
    public static JsonKind<string?> JsonObject { get; } = new(
        element => element.ValueKind switch
        {
            JsonValueKind.Null => JsonReadResult<string?>.Of(null),
            JsonValueKind.Object when JsonUnicode.IsHalvedJson(element.GetRawText()) =>
                JsonReadResult<string?>.Failed("it contains an unpaired surrogate"),
            JsonValueKind.Object => JsonReadResult<string?>.Of(element.GetRawText()),
            _ => JsonReadResult<string?>.Failed("it is not a JSON object"),
        },
        (writer, value) => WriteOrNull(writer, value, writer.Json));

    /// <summary>A duration in seconds, or <c>null</c>.</summary>
    public static JsonKind<double?> Seconds { get; } = Real(LongestDuration);

    /// <summary>A number from 0 to a maximum, or <c>null</c>.</summary>
    public static JsonKind<double?> Real(double maximum) => new(
        element => element.ValueKind switch
        {
            JsonValueKind.Null => JsonReadResult<double?>.Of(null),
            JsonValueKind.Number when element.TryGetDouble(out double number) && number >= 0 && number <= maximum =>
                JsonReadResult<double?>.Of(number),
            _ => JsonReadResult<double?>.Failed($"it is not a number from 0 to {maximum:R}"),
        },
        (writer, value) => WriteOrNull(writer, value, number => writer.Number(number)));

    /// <summary>A word of a closed vocabulary, or <c>null</c>. An unknown word is returned unchanged.</summary>
    public static JsonKind<string?> Word(IReadOnlyList<string> words) => new(
        element => Text.Read(element) switch
        {
            { HasValue: true, Value: { } word } when !words.Contains(word) =>
                JsonReadResult<string?>.Foreign(word, $"it is not one of: {string.Join(", ", words)}"),
            var result => result,
        },
        Text.Write);

    /// <summary>A status. An unknown one reads as <paramref name="unknown"/>.</summary>
    public static JsonKind<TStatus> Status<TStatus>(TStatus unknown)
        where TStatus : struct, Enum => new(
            element => Text.Read(element).Value is { } word && SnakeCaseName.TryParse(word, out TStatus status)
                ? JsonReadResult<TStatus>.Of(status)
                : JsonReadResult<TStatus>.Foreign(unknown, "it is not a known status"),
            (writer, value) => writer.Text(SnakeCaseName.Of(value)));

    private static JsonReadResult<string?> ReadText(JsonElement element)
    {
        try
        {
            return JsonReadResult<string?>.Of(element.GetString());
        }
        catch (InvalidOperationException)
        {
            return JsonReadResult<string?>.Failed("it contains an unpaired surrogate");
        }
    }

    private static JsonReadResult<IReadOnlyList<ValidationDetail>?> ReadDetails(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null)
            return JsonReadResult<IReadOnlyList<ValidationDetail>?>.Of(null);

        return element.ValueKind == JsonValueKind.Array && StoredJson.Details(element.GetRawText()) is { } details
            ? JsonReadResult<IReadOnlyList<ValidationDetail>?>.Of(details)
            : JsonReadResult<IReadOnlyList<ValidationDetail>?>.Failed("it is not a list of validation results");
    }

    private static int? ReadInt(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int number) ? number : null;

    private static bool? ReadFlag(JsonElement element) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : null;

    private static DateTimeOffset? ReadTime(JsonElement element) =>
        Text.Read(element).Value is { } text && StoredTime.TryParse(text, out DateTimeOffset time) ? time : null;

    private static void WriteOrNull<T>(PythonJsonWriter writer, T? value, Action<T> write)
        where T : class
    {
        if (value is null)
            writer.Null();
        else
            write(value);
    }

    private static void WriteOrNull<T>(PythonJsonWriter writer, T? value, Action<T> write)
        where T : struct
    {
        if (value is null)
            writer.Null();
        else
            write(value.Value);
    }
}
