using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marianne.Jobs;
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

    /// <summary>
    /// What tells whether two scores are the same, whatever the order of their keys; see <see cref="ConfigHash"/>.
    /// </summary>
    public static string Hash(Score score) => ConfigHash.Of(Of(score));

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

    /// <summary>The compact text of a tree of maps, lists and values.</summary>
    internal static string TextOf(object? tree, bool indented = false)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Compact with { Indented = indented }))
            Write(writer, tree);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case SourceMap map:
                writer.WriteStartObject();
                foreach ((string key, object? item) in map)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            case SourceList list:
                writer.WriteStartArray();
                foreach (object? item in list)
                    Write(writer, item);
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
