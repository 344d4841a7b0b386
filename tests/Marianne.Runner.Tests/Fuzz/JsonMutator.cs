using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Marianne.Runner.Tests.Fuzz;

/// <summary>Changes values of JSON, which stays JSON: a reader gets further than with damaged bytes.</summary>
internal static class JsonMutator
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1", "2", "0.5", "1e300", "-1e300", "1e400", "2147483648", "99999999999999999999", "922337203685",
        "\"\"", "\"x\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "\"completed\"", "\"2026-02-30T00:00:00Z\"",
        "\"9999-12-31T23:59:59.999999Z\"", "\"9999-12-31T23:59:59.999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"", "\"1\"",
        "\"NaN\"", "[]", "{}", "[null]", "[[]]", "{\"a\":1}", "{\"\":{}}", "[1,\"a\",{}]",
    ];

    /// <summary>Returns a changed copy of the JSON, or of its bytes if it is not JSON.</summary>
    public static byte[] Change(byte[] json, Random random)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return ByteMutator.Change(json, random);
        }

        string text = root!.ToJsonString();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
            text = Change(text, random);
        return Encoding.UTF8.GetBytes(text);
    }

    private static string Change(string json, Random random)
    {
        // The values are replaced in the text, because nodes cannot hold all of them.
        List<(int Start, int Length)> spans = SpansOf(Encoding.UTF8.GetBytes(json));
        (int start, int length) = spans[random.Next(spans.Count)];
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        byte[] value = Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
        byte[] changed = [.. bytes[..start], .. value, .. bytes[(start + length)..]];
        return SpansOf(changed).Count == 0 ? json : Encoding.UTF8.GetString(changed);
    }

    /// <summary>Returns where values are, or an empty list if the bytes are not JSON.</summary>
    private static List<(int Start, int Length)> SpansOf(byte[] json)
    {
        var spans = new List<(int, int)>();
        var open = new Stack<int>();
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                    open.Push(start);
                else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                    spans.Add((open.Peek(), (int)reader.BytesConsumed - open.Pop()));
                else if (reader.TokenType != JsonTokenType.PropertyName)
                    spans.Add((start, (int)reader.BytesConsumed - start));
            }

            return spans;
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
