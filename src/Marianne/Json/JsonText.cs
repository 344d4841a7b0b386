using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Converts values to JSON objects as stores keep them: compact, with Unicode characters unescaped.</summary>
internal static class JsonText
{
    /// <summary>The maximum depth of nesting.</summary>
    public const int MaximumDepth = 64;

    /// <summary>Writes JSON on one line, with characters of other languages as they are.</summary>
    internal static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = MaximumDepth };

    /// <summary>Converts a hashtable, an object, or the text of a JSON object.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the value cannot be represented as a JSON object.</exception>
    public static string Of(object value)
    {
        object plain = PowerShellValue.Unwrap(value);
        return plain switch
        {
            string text => Write(writer => WriteText(writer, text)),
            IDictionary or PSCustomObject => Write(writer => new JsonTreeWriter(writer).Write(value)),
            _ => throw ParameterErrors.NotJson(
                $"a value of type {plain.GetType().Name} is not a hashtable, an object or the text of a JSON object", value),
        };
    }

    /// <summary>Converts any value of which JSON can represent every part.</summary>
    /// <exception cref="MarianneException">InvalidParameter: JSON cannot represent the value.</exception>
    public static string OfValue(object? value) => Write(writer => new JsonTreeWriter(writer).Write(value));

    private static string Write(Action<Utf8JsonWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            content(writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        if (JsonUnicode.IsHalvedJson(text))
            throw ParameterErrors.NotJson("a string contains half of a surrogate pair", text);

        try
        {
            using var document = JsonDocument.Parse(text, Depth);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw ParameterErrors.NotJson("the text is JSON, but not a JSON object", text);
            document.WriteTo(writer);
        }
        catch (JsonException error)
        {
            throw ParameterErrors.NotJson(JsonErrorText.WithLocation(error), text);
        }
    }
}
