using System.Text;
using System.Text.Json;
using Marianne.Files;
using Marianne.Jobs;
using Marianne.Scores;
using Marianne.Secrets;
using Marianne.Text;

namespace Marianne.Outputs;

/// <summary>Reads an output from the file that the score names.</summary>
/// <param name="options">Which file is read, and how.</param>
/// <param name="path">The full path of the file.</param>
internal sealed class OutputSource(SheetOutputOptions options, string path)
{
    /// <summary>The number of bytes of the largest file.</summary>
    public const long LongestFile = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = OutputValidator.MaximumDepth };

    /// <summary>Returns the value as JSON, without secrets.</summary>
    /// <param name="redactor">The redactor of the run.</param>
    /// <exception cref="FormatException">The content is not valid. The message says why, as in <c>is not valid JSON</c>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public string Read(SecretRedactor redactor)
    {
        string text = ReadText();
        if (options.Json is not null)
            return OutputRedactor.Redact(JsonOf(text), redactor);

        text = redactor.Redact(text);
        return options.Lines is null
            ? OutputLineParser.Write(writer => writer.WriteStringValue(text))
            : OutputLineParser.Write(writer => WriteLines(writer, text));
    }

    private string ReadText()
    {
        using FileStream file = RegularFile.OpenRead(path);
        if (file.Length > LongestFile)
            throw new FormatException($"has {file.Length} bytes, more than {LongestFile}");

        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("is not valid UTF-8");
        }
    }

    private static string JsonOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Depth);
            return OutputLineParser.JsonOf(document.RootElement);
        }
        catch (JsonException error)
        {
            throw new FormatException($"is not valid JSON: {JsonErrorText.WithLocation(error)}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("is not valid JSON: it has half of a surrogate pair", error);
        }
    }

    /// <summary>Empty lines are no items.</summary>
    private static void WriteLines(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartArray();
        foreach (string line in text.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => !string.IsNullOrWhiteSpace(line)))
            writer.WriteStringValue(line);
        writer.WriteEndArray();
    }
}
