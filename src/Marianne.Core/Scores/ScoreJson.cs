using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// Converts scores to and from JSON, as jobs store them: an object with the keys that are not defaults, in order.
/// </summary>
/// <remarks>Relative paths stay relative. The score's folder and file are not included.</remarks>
public static class ScoreJson
{
    // Users read this too, so '<' does not become \u003c.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns the compact text of a score.</summary>
    /// <param name="score">The score.</param>
    public static string Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        return TextOf(ScoreTree.Of(score));
    }

    /// <summary>Reads a score from JSON.</summary>
    /// <param name="json">The text that <see cref="Of"/> returned, or a snapshot.</param>
    /// <param name="folder">The full path of the folder that relative paths begin at.</param>
    /// <param name="file">The full path of the score's file; <c>null</c> if it is not from a file.</param>
    /// <exception cref="MarianneException">ScoreUnreadable or ScoreInvalid: the text is not a valid score.</exception>
    public static Score Read(string json, string folder, string? file = null)
    {
        try
        {
            SourceMap keys = new JsonScoreReader().Read(json);
            SheetOrder order = ScoreSnapshot.OrderOf(keys) ?? throw ScoreErrors.InvalidOrder();
            SourceMap values = keys.Find(ScoreSnapshot.ParametersKey)?.Value as SourceMap ?? new();
            IReadOnlyList<int>? forEach = ScoreSnapshot.ForEachNumbersOf(keys);
            keys = keys.Without(ScoreSnapshot.FilesKey).Without(ScoreSnapshot.OrderKey).Without(ScoreSnapshot.ForEachKey)
                .Without(ScoreSnapshot.ParametersKey);
            Score score = ScoreReadResult.Of(keys, folder).OrThrow().At(folder, file);
            if (order.Highest > score.Sheets.Count && !score.HasForEach)
                throw ScoreErrors.InvalidOrder(); // Only items can have the numbers between.
            return score with
            {
                Order = order,
                ForEachNumbers = forEach,
                Values = ParameterValues.OfKept(values),
            };
        }
        catch (ScoreSyntaxException error)
        {
            return ScoreReadResult.Unreadable(error).OrThrow();
        }
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
            case bool isTrue:
                writer.WriteBooleanValue(isTrue);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
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
