using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>A score as a JSON object of its keys that are not defaults, in their order: what a job keeps of it.</summary>
/// <remarks>Paths are as they were written. Where they begin, and the file, are not in it.</remarks>
public static class ScoreJson
{
    // No '<' becomes \u003c: people read this too.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The compact text of a score.</summary>
    public static string Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return TextOf(ScoreTree.Of(score));
    }

    /// <summary>The score of a text.</summary>
    /// <param name="json">What <see cref="Of"/> wrote.</param>
    /// <param name="folder">The folder that its relative paths begin at, a full path.</param>
    /// <param name="file">The file that it was read from, a full path; nothing when it is of none.</param>
    /// <exception cref="MarianneException">ScoreUnreadable or ScoreInvalid: it is no score.</exception>
    public static Score Read(string json, string folder, string? file = null)
    {
        ScoreReadResult reading;
        try
        {
            reading = ScoreReadResult.Of(new JsonScoreReader().Read(json), folder);
        }
        catch (ScoreSyntaxException error)
        {
            reading = ScoreReadResult.Unreadable(error);
        }

        return reading.OrThrow().At(folder, file);
    }

    /// <summary>Returns the text of a tree of maps, lists and values.</summary>
    /// <param name="tree">Maps, lists and values.</param>
    /// <param name="indented">Whether to indent the text; otherwise it is compact.</param>
    internal static string TextOf(object? tree, bool indented = false)
    {
        ReadOnlySpan<byte> bytes = BytesOf(tree, Compact with { Indented = indented }, isOrdered: false);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Returns the compact text of a tree as UTF-8, with the keys of each map in ordinal order.</summary>
    /// <param name="tree">Maps, lists and values.</param>
    internal static ReadOnlySpan<byte> OrderedBytesOf(object? tree) => BytesOf(tree, Compact, isOrdered: true);

    private static ReadOnlySpan<byte> BytesOf(object? tree, JsonWriterOptions options, bool isOrdered)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, options))
            Write(writer, tree, isOrdered);
        return bytes.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, object? value, bool isOrdered)
    {
        switch (value)
        {
            case SourceMap map:
                writer.WriteStartObject();
                IEnumerable<KeyValuePair<string, object?>> entries =
                    isOrdered ? map.OrderBy(entry => entry.Key, StringComparer.Ordinal) : map;
                foreach ((string key, object? item) in entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item, isOrdered);
                }

                writer.WriteEndObject();
                break;
            case SourceList list:
                writer.WriteStartArray();
                foreach (object? item in list)
                    Write(writer, item, isOrdered);
                writer.WriteEndArray();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case decimal exact:
                writer.WriteNumberValue(exact);
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteNumberValue(Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
