using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>Splits an output into lines of text, JSON values and heads of HTTP responses.</summary>
internal static partial class OutputSplitter
{
    /// <summary>The end of an output that is read; nothing that is written before it is a result.</summary>
    private const int LongestOutput = 4 * 1024 * 1024;

    /// <summary>The times that the text is searched for ends of values in vain, so that no text takes long.</summary>
    private const int MostPasses = 4;

    private const int LongestKey = 200;

    /// <summary>The number of texts in braces that are tried although they are not JSON.</summary>
    private const int MostFailures = 200;

    /// <summary>Splits an output.</summary>
    /// <param name="output">The output.</param>
    public static List<OutputPart> Split(string output)
    {
        string text = Tidy(output.Length > LongestOutput ? output[^LongestOutput..] : output);
        string[] lines = text.Split('\n');
        var state = new State(text, lines);
        for (int at = 0; at < lines.Length;)
        {
            int start = at;
            if (HttpResponseParser.Read(lines, ref at, out bool isWhole) is { } response)
                state.Parts.Add(new OutputPart(lines[start], Response: response, IsWhole: isWhole));
            else
                at = ReadLine(state, at);
        }

        return state.Parts;
    }

    /// <summary>
    /// Removes colors, unfolds what PowerShell wraps at the width of the screen, and writes all line breaks in one way.
    /// </summary>
    /// <param name="output">The output.</param>
    public static string Tidy(string output)
    {
        string text = output.Contains('\r', StringComparison.Ordinal)
            ? output.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : output;
        if (text.Contains('\u001b', StringComparison.Ordinal))
            text = Color().Replace(text, "");
        return text.Contains("Line |\n", StringComparison.Ordinal) ? Fold().Replace(Position().Replace(text, ""), " ") : text;
    }

    private static int ReadLine(State state, int at)
    {
        string line = state.Lines[at];
        int open = line.AsSpan().IndexOfAny('{', '[');
        for (int tries = 0; open >= 0 && tries < 3; tries++)
        {
            if (ReadValue(state, at, open) is { } next)
                return next;
            int more = line.AsSpan(open + 1).IndexOfAny('{', '[');
            open = more < 0 ? -1 : open + 1 + more;
        }

        state.Parts.Add(new OutputPart(line));
        return at + 1;
    }

    /// <summary>Reads a JSON value, and returns the index of the line after it, or <c>null</c> if there is none.</summary>
    private static int? ReadValue(State state, int at, int open)
    {
        int start = state.Starts[at] + open;
        bool isSpent = state.Failures > MostFailures || state.Visited > (long)MostPasses * state.Text.Length;
        if (isSpent || !CanBegin(state.Text, start))
            return null;

        int end = JsonExtent.End(state.Text, start, out int visited);
        JsonElement? value = end < 0 ? null : LooseJson.Parse(state.Text[start..end]);
        if (value is not { } json)
        {
            state.Visited += visited;
            state.Failures += end < 0 ? 0 : 1;
            return null;
        }

        if (json.ValueKind == JsonValueKind.Array && !json.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object))
            return null;
        int last = state.LineOf(end - 1, at);
        state.Parts.Add(new OutputPart(state.Lines[at][..open], json));
        string after = state.Text[end..(state.Starts[last] + state.Lines[last].Length)];
        if (!string.IsNullOrWhiteSpace(after))
            state.Parts.Add(new OutputPart(after));
        return last + 1;
    }

    private static bool CanBegin(string text, int start)
    {
        int at = start + 1;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        if (at >= text.Length)
            return false;
        return text[start] == '{' ? text[at] == '}' || IsKey(text, at) : text[at] is '{' or '[' or ']';
    }

    /// <summary>Determines whether a key begins at a position: a string and a colon.</summary>
    private static bool IsKey(string text, int start)
    {
        if (text[start] is not ('"' or '\''))
            return false;
        int end = text.AsSpan(start + 1, Math.Min(LongestKey, text.Length - start - 1)).IndexOf(text[start]);
        return end >= 0 && text.AsSpan(start + end + 2, Math.Min(LongestKey, text.Length - start - end - 2)).TrimStart() is [':', ..];
    }

    [GeneratedRegex(@"\u001b\[[0-9;?]{0,20}[A-Za-z]")]
    private static partial Regex Color();

    /// <summary>The source line to which PowerShell points, and the marks below it.</summary>
    [GeneratedRegex(@"\nLine \|\n {0,8}[0-9]{1,7} \|[^\n]{0,500}(\n {1,12}\| {0,500}~{1,500} {0,9}(?=\n))?")]
    private static partial Regex Position();

    [GeneratedRegex(@"\n {1,12}\| {0,5}")]
    private static partial Regex Fold();

    private sealed class State
    {
        public State(string text, string[] lines)
        {
            (Text, Lines, Starts) = (text, lines, new int[lines.Length]);
            for (int at = 1; at < lines.Length; at++)
                Starts[at] = Starts[at - 1] + lines[at - 1].Length + 1;
        }

        public string Text { get; }

        public string[] Lines { get; }

        public int[] Starts { get; }

        public List<OutputPart> Parts { get; } = [];

        public long Visited { get; set; }

        public int Failures { get; set; }

        public int LineOf(int position, int first)
        {
            int found = Array.BinarySearch(Starts, first, Starts.Length - first, position);
            return found >= 0 ? found : ~found - 1;
        }
    }
}
