using System.Collections.Frozen;
using System.Collections.Specialized;
using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Marianne.Commands;

/// <summary>
/// Reads the JSON that <see cref="ItemWriter"/> writes. Strings, Booleans, small integers, <c>null</c> and lists are themselves; everything
/// else is an object with one member, whose name is the type.
/// </summary>
internal static class ItemValue
{
    /// <summary>The member of an object with properties.</summary>
    public const string Object = "object";

    /// <summary>The member of a dictionary.</summary>
    public const string Table = "table";

    /// <summary>The member of a file.</summary>
    public const string File = "file";

    /// <summary>The member of a folder.</summary>
    public const string Directory = "directory";

    /// <summary>The maximum depth of a value.</summary>
    public const int MaximumDepth = 64;

    private static readonly FrozenDictionary<string, Func<string, object>> Readers = new Dictionary<string, Func<string, object>>
    {
        ["int64"] = text => long.Parse(text, CultureInfo.InvariantCulture),
        ["double"] = text => double.Parse(text, CultureInfo.InvariantCulture),
        ["single"] = text => float.Parse(text, CultureInfo.InvariantCulture),
        ["decimal"] = text => decimal.Parse(text, CultureInfo.InvariantCulture),
        ["byte"] = text => byte.Parse(text, CultureInfo.InvariantCulture),
        ["sbyte"] = text => sbyte.Parse(text, CultureInfo.InvariantCulture),
        ["int16"] = text => short.Parse(text, CultureInfo.InvariantCulture),
        ["uint16"] = text => ushort.Parse(text, CultureInfo.InvariantCulture),
        ["uint32"] = text => uint.Parse(text, CultureInfo.InvariantCulture),
        ["uint64"] = text => ulong.Parse(text, CultureInfo.InvariantCulture),
        ["biginteger"] = text => BigInteger.Parse(text, CultureInfo.InvariantCulture),
        ["char"] = text => text[0],
        ["datetime"] = text => DateTime.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        ["datetimeoffset"] = text => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture),
        ["timespan"] = text => TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture),
        ["guid"] = text => Guid.Parse(text),
        ["uri"] = text => new Uri(text, UriKind.RelativeOrAbsolute),
        ["version"] = text => Version.Parse(text),
        ["bytes"] = Convert.FromBase64String,
        [File] = text => new FileInfo(text),
        [Directory] = text => new DirectoryInfo(text),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns the name and the text of a value of a type that is kept as text; <c>null</c> if it is of another type.</summary>
    /// <param name="value">The value.</param>
    public static (string Type, string Text)? TextOf(object value) => value switch
    {
        DateTime time => ("datetime", time.ToString("O", CultureInfo.InvariantCulture)),
        DateTimeOffset time => ("datetimeoffset", time.ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan time => ("timespan", time.ToString("c", CultureInfo.InvariantCulture)),
        Uri uri => ("uri", uri.OriginalString),
        byte[] bytes => ("bytes", Convert.ToBase64String(bytes)),
        FileInfo file => (File, file.FullName),
        DirectoryInfo folder => (Directory, folder.FullName),
        double number => ("double", number.ToString("R", CultureInfo.InvariantCulture)),
        float number => ("single", number.ToString("R", CultureInfo.InvariantCulture)),
        long or decimal or byte or sbyte or short or ushort or uint or ulong or BigInteger or Guid or char or Version =>
            (value.GetType().Name.ToLowerInvariant(), Convert.ToString(value, CultureInfo.InvariantCulture)!),
        _ => null,
    };

    /// <summary>Returns the value of a text.</summary>
    /// <param name="json">The text that <see cref="ItemWriter"/> wrote.</param>
    public static object? Read(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 4 * MaximumDepth });
        return Read(document.RootElement);
    }

    private static object? Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(Read).ToArray(),
        JsonValueKind.Object => ReadTyped(element.EnumerateObject().First()),
        JsonValueKind.Number when element.TryGetInt32(out int number) => number,
        _ => JsonValue.Of(element),
    };

    private static object? ReadTyped(JsonProperty typed)
    {
        if (Readers.TryGetValue(typed.Name, out Func<string, object>? read))
            return read(typed.Value.GetString()!);

        if (typed.Name != Table)
            return JsonValue.ObjectOf([.. typed.Value.EnumerateObject().Select(member => (member.Name, Read(member.Value)))]);
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty member in typed.Value.EnumerateObject())
            table[member.Name] = Read(member.Value);
        return table;
    }
}
