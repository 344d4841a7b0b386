using System.Text.Json;
using Marianne.Text;

namespace Marianne.Storage.Json;

/// <summary>JSON as files hold it.</summary>
internal static class JsonFile
{
    /// <summary>Python nests up to its recursion limit, which is deeper than the default here.</summary>
    private const int MaximumDepth = 1000;

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaximumDepth };

    /// <summary>How JSON is read token by token.</summary>
    public static JsonReaderOptions ReaderOptions { get; } = new() { MaxDepth = MaximumDepth };

    /// <summary>The object in a file.</summary>
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
                : throw StoreErrors.Corrupt(path, "it holds no JSON object");
        }
        catch (JsonException error)
        {
            throw NotJson(path, error);
        }
    }

    /// <summary>The error of a file with nothing in it.</summary>
    public static MarianneException Empty(string path) => StoreErrors.Corrupt(path, "it is empty");

    /// <summary>The error of a file that is not JSON.</summary>
    public static MarianneException NotJson(string path, JsonException error) =>
        StoreErrors.Corrupt(path, $"it is not whole JSON: {JsonErrorText.WithLocation(error)}");

    /// <summary>The name of a member; nothing when it has half of a surrogate pair, which no name of ours has.</summary>
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

    /// <summary>Whether a text is JSON.</summary>
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
