using System.Buffers;
using System.Globalization;
using System.Text;

namespace Marianne.Text;

/// <summary>
/// Makes any text safe for a terminal. A character that controls the terminal, reorders the text or is invisible is written as
/// its code, such as <c>\u{1B}</c> for the escape character. The five methods differ only in line breaks and colors.
/// </summary>
public static class TerminalText
{
    private const int TabWidth = 8;

    private static readonly SearchValues<char> Harmless =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code)]);

    private enum Colors
    {
        AsCodes,
        Removed,
        Kept,
    }

    /// <summary>Returns a name, an id, a path or another value as one line: all special characters become codes.</summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    public static string Name(string? text) => Convert(text, keepsLines: false, Colors.AsCodes);

    /// <summary>Returns a text of several lines, such as a script: line breaks stay, tabs become spaces.</summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    public static string Lines(string? text) => Convert(text, keepsLines: true, Colors.AsCodes);

    /// <summary>
    /// Returns a message, which may quote the output of a program: line breaks stay, tabs become spaces, colors are removed.
    /// </summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    public static string Message(string? text) => Convert(text, keepsLines: true, Colors.Removed);

    /// <summary>Returns a message as one line: white space, including line breaks, becomes one space.</summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    public static string Summary(string? text) => Convert(WithoutBreaks(text), keepsLines: false, Colors.Removed);

    /// <summary>
    /// Returns the output of a program: line breaks stay, tabs become spaces, and colors stay and are reset at the end.
    /// </summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    public static string Output(string? text) => Convert(text, keepsLines: true, Colors.Kept);

    /// <summary>Writes a text with each unsafe character replaced.</summary>
    /// <param name="text">The text.</param>
    /// <param name="replace">Returns the replacement of a character code.</param>
    /// <returns>The same text if all characters are safe.</returns>
    public static string Replace(string text, Func<int, string> replace)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(replace);

        if (!text.AsSpan().ContainsAnyExcept(Harmless))
            return text;

        var safe = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length;)
            i += Append(safe, text, i, replace);
        return safe.ToString();
    }

    private static string Convert(string? text, bool keepsLines, Colors colors)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExcept(Harmless))
            return text ?? "";

        var safe = new StringBuilder(text.Length + 16);
        int lineStart = 0;
        bool isColored = false;
        for (int i = 0; i < text.Length;)
        {
            if (keepsLines && (text[i] == '\n' || text.AsSpan(i).StartsWith("\r\n")))
            {
                i += text[i] == '\n' ? 1 : 2;
                lineStart = safe.Append('\n').Length;
            }
            else if (keepsLines && text[i] == '\t')
            {
                i++;
                safe.Append(' ', TabWidth - (safe.Length - lineStart) % TabWidth);
            }
            else if (colors != Colors.AsCodes && TerminalColors.Match(text.AsSpan(i), out bool isReset) is > 0 and var length)
            {
                if (colors == Colors.Kept)
                {
                    safe.Append(text, i, length);
                    lineStart += length; // Colors take no space.
                    isColored = !isReset;
                }

                i += length;
            }
            else
            {
                i += Append(safe, text, i, CodeOf);
            }
        }

        return safe.Append(isColored ? TerminalColors.Reset : "").ToString();
    }

    /// <summary>Appends one character, or its replacement if it is unsafe, and returns its length in the text.</summary>
    private static int Append(StringBuilder safe, string text, int index, Func<int, string> replace)
    {
        ReadOnlySpan<char> rest = text.AsSpan(index);
        if (Rune.DecodeFromUtf16(rest, out Rune rune, out int length) != OperationStatus.Done)
            safe.Append(replace(text[index])); // Half of a surrogate pair.
        else if (SpecialCharacters.IsUnsafe(rune, text.AsSpan(0, index), rest[length..]))
            safe.Append(replace(rune.Value));
        else
            safe.Append(rest[..length]);
        return length;
    }

    private static string CodeOf(int code) => string.Create(CultureInfo.InvariantCulture, $@"\u{{{code:X}}}");

    private static string WithoutBreaks(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";

        var joined = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!char.IsWhiteSpace(c))
                joined.Append(c);
            else if (joined.Length > 0 && joined[^1] != ' ')
                joined.Append(' ');
        }

        return joined.ToString().TrimEnd(' ');
    }
}
