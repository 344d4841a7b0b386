using System.Globalization;
using System.Text;

namespace Marianne.Watching;

/// <summary>Measures and fits texts by the cells that a terminal uses for them: two for East Asian characters and emoji.</summary>
internal static class CellText
{
    /// <summary>The ranges of characters that are two cells wide: East Asian scripts, full-width forms, emoji and more of them.</summary>
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x23E9, 0x23EC), (0x25FD, 0x25FE), (0x2614, 0x2615), (0x2648, 0x2653), (0x26AA, 0x26AB),
        (0x26BD, 0x26BE), (0x26C4, 0x26C5), (0x26F2, 0x26F5), (0x2705, 0x2705), (0x270A, 0x270B), (0x2728, 0x2728), (0x274C, 0x274C),
        (0x2753, 0x2757), (0x2795, 0x2797), (0x2B1B, 0x2B1C), (0x2B50, 0x2B55), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97C),
        (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF),
        (0x1F18E, 0x1F19A), (0x1F200, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7EB), (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>Returns a text in exactly as many cells: padded, or shortened with an ellipsis.</summary>
    /// <param name="text">The text, safe for a terminal.</param>
    /// <param name="width">The number of cells.</param>
    /// <param name="ellipsis">The mark of a text that was shortened: one cell.</param>
    /// <param name="alignsRight">Indicates whether the text is at the end of the cells.</param>
    public static string Fit(string text, int width, char ellipsis, bool alignsRight = false)
    {
        if (width <= 0)
            return "";

        int cells = 0;
        int fits = 0; // The end of the part that fits beside an ellipsis.
        int fitting = 0;
        for (int next = 0; next < text.Length;)
        {
            int length = StringInfo.GetNextTextElementLength(text, next);
            cells += CellsOf(text, next, length);
            next += length;
            if (cells > width)
            {
                string cut = text[..fits] + ellipsis;
                return alignsRight ? new string(' ', width - fitting - 1) + cut : cut + new string(' ', width - fitting - 1);
            }

            if (cells < width)
                (fits, fitting) = (next, cells);
        }

        string padding = new(' ', width - cells);
        return alignsRight ? padding + text : text + padding;
    }

    /// <summary>Returns the number of cells of a text.</summary>
    /// <param name="text">The text, safe for a terminal.</param>
    public static int WidthOf(string text)
    {
        int cells = 0;
        for (int next = 0, length; next < text.Length; next += length)
        {
            length = StringInfo.GetNextTextElementLength(text, next);
            cells += CellsOf(text, next, length);
        }

        return cells;
    }

    private static int CellsOf(string text, int at, int length)
    {
        if (!Rune.TryGetRuneAt(text, at, out Rune rune))
            return 1;

        bool isEmoji = length > 1 && text.AsSpan(at, length).Contains('\uFE0F'); // A sign that is shown as an emoji.
        return isEmoji || Wide.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1;
    }
}
