using System.Text;
using Marianne.Text;

namespace Marianne.Reports;

/// <summary>
/// Writes texts that others wrote into Markdown, so that they are shown as they are: no link, no image, no HTML and no mention of a
/// person results from them.
/// </summary>
internal static class MarkdownText
{
    /// <summary>Returns a text on one line, as code. It may be a cell of a table.</summary>
    /// <param name="text">The text; <c>null</c> and empty texts give an empty text.</param>
    /// <param name="longest">The most characters to show.</param>
    public static string Code(string? text, int longest = 160)
    {
        string line = TerminalText.Summary(text);
        if (line.Length == 0)
            return "";

        string shown = TextTruncation.Shorten(line, longest).Replace("|", "\\|", StringComparison.Ordinal);
        string fence = Fence(shown, 1);
        string space = shown.StartsWith('`') || shown.EndsWith('`') ? " " : "";
        return $"{fence}{space}{shown}{space}{fence}";
    }

    /// <summary>Returns a text of several lines as a block of code.</summary>
    /// <param name="text">The text.</param>
    /// <param name="language">The language of the block; empty for none.</param>
    public static string Block(string text, string language = "")
    {
        string safe = TerminalText.Message(text).TrimEnd();
        string fence = Fence(safe, 3);
        return $"{fence}{language}\n{safe}\n{fence}\n";
    }

    /// <summary>Returns a row of backticks that is longer than any in a text.</summary>
    private static string Fence(string text, int shortest)
    {
        int longest = 0;
        int length = 0;
        foreach (char c in text)
        {
            length = c == '`' ? length + 1 : 0;
            longest = Math.Max(longest, length);
        }

        return new StringBuilder().Append('`', Math.Max(shortest, longest + 1)).ToString();
    }
}
