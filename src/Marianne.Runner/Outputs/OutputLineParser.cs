using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Outputs;

/// <summary>
/// Reads and writes the lines of output with which a sheet passes values on, such as
/// <c>{"marianne_output": {"files": ["a.cs", "b.cs"]}}</c>.
/// </summary>
public static partial class OutputLineParser
{
    /// <summary>The number of characters of the longest line.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private const string Key = "marianne_output";

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = OutputValidator.MaximumDepth + 2 };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Determines whether a line begins as one with outputs.</summary>
    /// <param name="line">The line, or its beginning.</param>
    public static bool IsReport(ReadOnlySpan<char> line) => Beginning().IsMatch(line);

    /// <summary>Returns the outputs in a line, as JSON by name.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="FormatException">The line is not valid.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        try
        {
            using var document = JsonDocument.Parse(line, Depth);
            JsonElement outputs = document.RootElement.GetProperty(Key);
            if (outputs.ValueKind != JsonValueKind.Object)
                throw new FormatException($"the value of {Key} is not a JSON object with the outputs by name");
            return [.. outputs.EnumerateObject().Select(output => KeyValuePair.Create(output.Name, JsonOf(output.Value)))];
        }
        catch (JsonException error)
        {
            throw new FormatException($"the line is not valid JSON: {JsonErrorText.WithLocation(error)}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new FormatException("the line has half of a surrogate pair", error);
        }
    }

    /// <summary>Returns the line for an output.</summary>
    /// <param name="name">The name.</param>
    /// <param name="json">The value as JSON.</param>
    public static string Of(string name, string json) => $"{{\"{Key}\":{{\"{JsonEncodedText.Encode(name)}\":{json}}}}}";

    /// <summary>Returns a value as compact JSON, in which only what must be is escaped.</summary>
    /// <param name="value">The value.</param>
    internal static string JsonOf(JsonElement value) => Write(value.WriteTo);

    /// <summary>Returns what is written as compact JSON.</summary>
    /// <param name="write">Writes the JSON.</param>
    internal static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact))
            write(writer);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    [GeneratedRegex(@"^\s*\{\s*""marianne_output""\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();
}
