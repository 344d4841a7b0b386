using System.Globalization;

namespace Marianne.Text;

/// <summary>
/// Shortens texts. A character that a reader sees as one, such as an emoji or a letter with combining marks, is never cut in
/// two.
/// </summary>
public static class TextTruncation
{
    private const string Ellipsis = "...";

    /// <summary>More code units than any ordinary text element has.</summary>
    private const int LongestElement = 64;

    /// <summary>Returns the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The maximum length in UTF-16 code units, 0 or more.</param>
    public static string First(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        if (text.Length <= length)
            return text;

        int end = 0;
        for (int next = 0; next <= length; next += StringInfo.GetNextTextElementLength(text, next))
            end = next;

        // A text element that alone is too long can only be cut inside, but not between the halves of a surrogate pair.
        return text[..(end > 0 ? end : WithoutHalfPair(text, length))];
    }

    /// <summary>
    /// Returns the end of a text. If the text itself begins with half of a surrogate pair, that half is removed.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The maximum length in UTF-16 code units, 0 or more.</param>
    public static string Last(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegative(length);

        int earliest = Math.Max(0, text.Length - length);
        int start = BoundaryBefore(text, earliest);
        while (start < earliest)
            start += StringInfo.GetNextTextElementLength(text, start);
        if (start == text.Length)
            start = earliest; // A text element that alone is too long can only be cut inside.

        return text[(start < text.Length && char.IsLowSurrogate(text[start]) ? start + 1 : start)..];
    }

    /// <summary>Returns a text as a message shows it: if it is too long, its beginning and an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The maximum length without the ellipsis, in UTF-16 code units, 0 or more.</param>
    public static string Shorten(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Length <= length ? text : First(text, length) + Ellipsis;
    }

    /// <summary>
    /// Returns a text that may hold anything as a message shows it: control characters are replaced with U+FFFD, and if it is
    /// too long, only its beginning and an ellipsis are returned.
    /// </summary>
    /// <param name="text">The text; <c>null</c> is treated as empty.</param>
    /// <param name="length">The maximum length without the ellipsis, in UTF-16 code units, 0 or more.</param>
    public static string ShortenPrintable(string? text, int length) =>
        string.Concat(Shorten(text ?? "", length).Select(c => char.IsControl(c) ? '\uFFFD' : c));

    /// <summary>
    /// A boundary between two text elements at an index or shortly before it. The text may be long, and only the elements
    /// near the index matter.
    /// </summary>
    private static int BoundaryBefore(string text, int index)
    {
        int earliest = Math.Max(0, index - LongestElement);
        for (int boundary = Math.Min(index, text.Length - 1); boundary > earliest; boundary--)
        {
            // Between two ASCII characters there is always a boundary, except within a line break.
            if (char.IsAscii(text[boundary]) && char.IsAscii(text[boundary - 1]) && text[boundary] != '\n')
                return boundary;
        }

        return WithoutHalfPair(text, earliest);
    }

    private static int WithoutHalfPair(string text, int index) =>
        index > 0 && index < text.Length && char.IsLowSurrogate(text[index]) && char.IsHighSurrogate(text[index - 1])
            ? index - 1
            : index;
}
