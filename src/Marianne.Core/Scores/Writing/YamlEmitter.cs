using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes keys and values as YAML, as a person would: a key a line, quotes only where they are needed.</summary>
internal static partial class YamlEmitter
{
    /// <summary>The lines of a map.</summary>
    public static string Of(SourceMap map)
    {
        var text = new StringBuilder();
        WriteMap(text, map, "");
        return text.ToString();
    }

    private static void WriteMap(StringBuilder text, SourceMap map, string indent)
    {
        string lead = "";
        foreach ((string key, object? value) in map)
        {
            text.Append(lead).Append(Key(key)).Append(':');
            WriteValue(text, value, indent);
            lead = indent;
        }
    }

    /// <summary>A value behind its key.</summary>
    private static void WriteValue(StringBuilder text, object? value, string indent)
    {
        switch (value)
        {
            case SourceMap { Count: > 0 } map:
                text.Append('\n').Append(indent).Append("  ");
                WriteMap(text, map, indent + "  ");
                break;
            case SourceList { Count: > 0 } list:
                text.Append('\n');
                foreach (object? item in list)
                    WriteItem(text, item, indent + "  ");
                break;
            case string lines when lines.TrimEnd('\n').Contains('\n') && BlockLines().IsMatch(lines):
                text.Append(lines.EndsWith('\n') ? " |\n" : " |-\n");
                foreach (string line in lines.TrimEnd('\n').Split('\n'))
                    text.Append(line.Length == 0 ? "" : indent + "  ").Append(line).Append('\n');
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, object? item, string indent)
    {
        text.Append(indent).Append("- ");
        if (item is SourceMap { Count: > 0 } map)
            WriteMap(text, map, indent + "  ");
        else
            text.Append(Scalar(item)).Append('\n');
    }

    private static string Key(string key) => PlainKey().IsMatch(key) ? key : Quoted(key);

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string text => Plain().IsMatch(text) && !Meaningful().IsMatch(text) ? text : Quoted(text),
        SourceMap => "{}",
        SourceList list => $"[{string.Join(", ", list.Select(Scalar))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Quoted(string text)
    {
        // Fewer backslashes, when the text has some of its own.
        if (text.AsSpan().ContainsAny('"', '\\') && !Special().IsMatch(text))
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

        var quoted = new StringBuilder("\"");
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' or '\\' => quoted.Append('\\').Append(character),
                '\n' => quoted.Append("\\n"),
                '\t' => quoted.Append("\\t"),
                _ when Special().IsMatch([character]) =>
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => quoted.Append(character),
            };
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^([A-Za-z_][A-Za-z0-9_]*|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainKey();

    [GeneratedRegex(
        @"^(([A-Za-z_/]|\./)[A-Za-z0-9_./\\@%+=()$~{}<>|&*;'"" -]*)?[A-Za-z0-9_./\\@%+=()$~{}<>|&*;'""-]\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    /// <summary>Characters that a file must not or need not have as they are.</summary>
    [GeneratedRegex(@"[\p{Cc}\u2028\u2029\uFEFF\uFFFE\uFFFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Special();

    /// <summary>Words and numbers that mean something else than their text, and what begins as a list or a block does.</summary>
    [GeneratedRegex(
        @"^(true|false|null|yes|no|on|off|y|n|~)\z|^[^A-Za-z_/.]|^\.[^/]|^\.\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Meaningful();

    /// <summary>Lines that begin with something to be seen, and end with at most one line break.</summary>
    [GeneratedRegex(@"^[^\s\p{C}][^\p{C}\u2028\u2029]*(\n[^\p{C}\u2028\u2029]*)*[^\s\p{C}]\n?\z", RegexOptions.CultureInvariant)]
    private static partial Regex BlockLines();
}
