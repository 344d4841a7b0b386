using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>Parses JSON, and the literals that Python prints in its place.</summary>
internal static partial class LooseJson
{
    /// <summary>Returns a value, or <c>null</c> if the text is neither JSON nor such a literal.</summary>
    /// <param name="text">The text of the value.</param>
    public static JsonElement? Parse(string text) =>
        JsonExtent.IsPython(text, 0)
            ? Strict(ToJson(text))
            : Strict(text) ?? (text.Contains(@"\'", StringComparison.Ordinal)
                ? Strict(text.Replace(@"\'", "'", StringComparison.Ordinal)) // Bytes in Python.
                : null);

    private static JsonElement? Strict(string text)
    {
        try
        {
            // JSON may escape half of a surrogate pair, but no string can hold it.
            bool mayBeHalf = text.Contains(@"\ud", StringComparison.OrdinalIgnoreCase);
            using var document = JsonDocument.Parse(mayBeHalf ? HalfPair().Replace(text, @"\ufffd") : text);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            return null; // Other text in braces, or half of a surrogate pair.
        }
    }

    [GeneratedRegex(
        @"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")]
    private static partial Regex HalfPair();

    /// <summary>Replaces single quotes, None, True and False.</summary>
    private static string ToJson(string literal)
    {
        var json = new StringBuilder(literal.Length + 16);
        for (int at = 0; at < literal.Length;)
        {
            char current = literal[at];
            if (current is '\'' or '"')
                at = AppendString(json, literal, at);
            else if (char.IsAsciiLetter(current))
                at = AppendWord(json, literal, at);
            else
                json.Append(literal[at++]);
        }

        return json.ToString();
    }

    private static int AppendString(StringBuilder json, string literal, int start)
    {
        char quote = literal[start];
        json.Append('"');
        int at = start + 1;
        for (; at < literal.Length && literal[at] != quote; at++)
        {
            if (literal[at] == '\\' && at + 1 < literal.Length)
            {
                at++;
                json.Append(literal[at] switch
                {
                    '\'' => "'",
                    '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't' or 'u' => $"\\{literal[at]}",
                    _ => "?", // \x1b and others, which JSON does not have.
                });
            }
            else if (literal[at] == '"')
            {
                json.Append("\\\"");
            }
            else
            {
                json.Append(char.IsControl(literal[at]) ? ' ' : literal[at]);
            }
        }

        json.Append('"');
        return at + 1;
    }

    private static int AppendWord(StringBuilder json, string literal, int start)
    {
        int end = start;
        while (end < literal.Length && char.IsAsciiLetterOrDigit(literal[end]))
            end++;
        json.Append(literal[start..end] switch
        {
            "None" => "null",
            "True" => "true",
            "False" => "false",
            var other => other,
        });
        return end;
    }
}
