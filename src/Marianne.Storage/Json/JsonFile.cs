using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>Reads JSON of files.</summary>
internal static class JsonFile
{
    /// <summary>Python nests up to its recursion limit, which is deeper than .NET's default.</summary>
    private const int MaximumDepth = JobValidator.MaximumJsonDepth;

    /// <summary>The options to parse JSON.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>The options to read JSON token by token.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>Parses a file that holds an object.</summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static JsonElement ParseObject(string path, ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
            throw Empty(path);

        JsonElement root = Parse(path, content);
        return root.ValueKind == JsonValueKind.Object ? root : throw StoreErrors.Corrupt(path, "it is not a JSON object");
    }

    /// <summary>Parses a file or a part of it.</summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static JsonElement Parse(string path, ReadOnlyMemory<byte> content)
    {
        CheckEncoding(path, content.Span);
        try
        {
            using var document = JsonDocument.Parse(content, DocumentOptions);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (JsonErrors.Find(error, path) is { } explained)
        {
            throw explained;
        }
    }

    /// <inheritdoc cref="Read{T}(string, Func{T})"/>
    public static void Read(string path, Action read) => Read(path, () =>
    {
        read();
        return true;
    });

    /// <summary>Reads values of a parsed file.</summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (JsonErrors.Find(error, path) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Deserializes the content of a file, or a part of it.</summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static T? Deserialize<T>(string path, ReadOnlySpan<byte> content, JsonTypeInfo<T> type)
    {
        CheckEncoding(path, content);
        try
        {
            return JsonSerializer.Deserialize(content, type);
        }
        catch (Exception error) when (JsonErrors.Find(error, path) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>
    /// Throws if bytes are not UTF-8. .NET's readers accept such bytes in strings, and throw when the string is used.
    /// </summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static void CheckEncoding(string path, ReadOnlySpan<byte> content)
    {
        if (Utf8.IsValid(content))
            return;

        int position = 0;
        while (Rune.DecodeFromUtf8(content[position..], out _, out int length) == OperationStatus.Done)
            position += length;

        int line = content[..position].Count((byte)'\n') + 1;
        int column = position - content[..position].LastIndexOf((byte)'\n');
        throw StoreErrors.Corrupt(
            path,
            string.Create(
                CultureInfo.InvariantCulture,
                $"it is not valid UTF-8: unexpected byte 0x{content[position]:x2} (line {line}, byte {column})"));
    }

    /// <summary>Returns the value of a member of an object, or <c>null</c> if it does not exist.</summary>
    public static JsonElement? Find(JsonElement root, string name)
    {
        // JsonElement.TryGetProperty throws at names that contain an unpaired surrogate.
        JsonElement? found = null;
        foreach (JsonProperty member in root.EnumerateObject())
        {
            if (NameOf(member) == name)
                found = member.Value;
        }

        return found;
    }

    /// <summary>Creates the error of an empty file.</summary>
    public static MarianneException Empty(string path) => StoreErrors.Corrupt(path, "it is empty");

    /// <summary>
    /// Returns the name of a member, or <c>null</c> if it contains an unpaired surrogate, which no known name does.
    /// </summary>
    public static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Determines whether the current name of a reader is the given one.</summary>
    public static bool IsName(in Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false; // It contains an unpaired surrogate.
        }
    }

    /// <summary>Determines whether a text is JSON.</summary>
    public static bool IsJson(string text)
    {
        if (JsonUnicode.IsHalvedText(text))
            return false; // It cannot be encoded.

        try
        {
            using var document = JsonDocument.Parse(text, DocumentOptions);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
