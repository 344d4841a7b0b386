using System.Buffers;
using System.Globalization;

namespace Marianne.Text;

/// <summary>
/// Finds the escape sequences that only choose colors and styles of text (SGR), such as <c>ESC [ 1 ; 31 m</c>. Those that
/// conceal text or let it blink are not among them.
/// </summary>
internal static class TerminalColors
{
    /// <summary>The sequence that returns to the default colors.</summary>
    public const string Reset = "\u001b[0m";

    /// <summary>The longest sequence: foreground and background of 24 bits, and a few styles.</summary>
    private const int LongestSequence = 64;

    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("0123456789;");

    /// <summary>Returns the length of the sequence at the start of a text, or 0 if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="isReset">Indicates whether the sequence returns to the default colors.</param>
    public static int Match(ReadOnlySpan<char> text, out bool isReset)
    {
        isReset = false;
        if (!text.StartsWith("\u001b["))
            return 0;

        ReadOnlySpan<char> codes = text[2..Math.Min(text.Length, LongestSequence)];
        int end = codes.IndexOfAnyExcept(CodeCharacters);
        if (end < 0 || codes[end] != 'm' || !AreColors(codes[..end]))
            return 0;

        isReset = codes[..end].TrimEnd("0;").IsEmpty;
        return end + "\u001b[m".Length;
    }

    private static bool AreColors(ReadOnlySpan<char> codes)
    {
        int skip = 0;
        bool isExtended = false;
        while (true)
        {
            int end = codes.IndexOf(';');
            ReadOnlySpan<char> text = end < 0 ? codes : codes[..end];
            int code = 0;
            if (!text.IsEmpty && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code))
                return false;

            if (skip > 0)
                skip--;
            else if (isExtended)
                (isExtended, skip) = (false, code switch { 5 => 1, 2 => 3, _ => 0 });
            else if (code is 38 or 48)
                isExtended = true;
            else if (code is not ((>= 0 and <= 4) or 7 or (>= 21 and <= 25) or 27 or 29
                or (>= 30 and <= 49) or (>= 90 and <= 97) or (>= 100 and <= 107)))
                return false;

            if (end < 0)
                return !isExtended && skip == 0;
            codes = codes[(end + 1)..];
        }
    }
}
