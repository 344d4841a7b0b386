using System.Text.Json;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>Reads JSON of files.</summary>
internal static class JsonFile
{
    /// <summary>Python nests up to its recursion limit, which is deeper than .NET's default.</summary>
    private const int MaximumDepth = 1000;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaximumDepth };

    /// <summary>The options to read JSON token by token.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>Parses a file that holds an object.</summary>
    /// <exception cref="MarianneException">The file is damaged.</exception>
    public static JsonElement ParseObject(string path, ReadOnlyMemory<byte> content)
    {
        if (content.IsEmpty)
            throw Empty(path);

        try
        {
            using var document = JsonDocument.Parse(content, DocumentOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw StoreErrors.Corrupt(path, "it is not a JSON object");
        }
        catch (JsonException error)
        {
            throw NotJson(path, error);
        }
    }

    /// <summary>Creates the error of an empty file.</summary>
    public static MarianneException Empty(string path) => StoreErrors.Corrupt(path, "it is empty");

    /// <summary>Creates the error of a file that is not JSON.</summary>
    public static MarianneException NotJson(string path, JsonException error) =>
        StoreErrors.Corrupt(path, $"it is not valid JSON: {JsonErrorText.WithLocation(error)}");

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

    /// <summary>Determines whether a text is JSON.</summary>
    public static bool IsJson(string text)
    {
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
