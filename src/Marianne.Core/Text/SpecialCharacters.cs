using System.Globalization;
using System.Text;

namespace Marianne.Text;

/// <summary>
/// Finds characters that can control a terminal, reorder a text, or hide in it: controls, format characters such as
/// bidirectional overrides and zero-width spaces, separators of lines, and characters without a shape.
/// </summary>
/// <remarks>
/// Some invisible characters change the shape of their neighbors, and stay there: joiners within emoji and within Arabic and
/// Indic words, and variation selectors after symbols and Han characters.
/// </remarks>
internal static class SpecialCharacters
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>Determines whether a character must not reach a terminal.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="before">The text before it.</param>
    /// <param name="after">The text after it.</param>
    public static bool IsUnsafe(Rune rune, ReadOnlySpan<char> before, ReadOnlySpan<char> after) => rune.Value switch
    {
        >= ' ' and <= '~' => false,
        ZeroWidthNonJoiner or ZeroWidthJoiner => !Joins(before, after),
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF => !HasVariant(Last(before)),
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
            UnicodeCategory.Format => !IsVisibleFormat(rune.Value),
            UnicodeCategory.OtherNotAssigned => IsIgnorable(rune.Value),
            _ => HasNoShape(rune.Value),
        },
    };

    /// <summary>The signs of Arabic, Syriac and Kaithi that enclose or precede numbers: they are visible.</summary>
    private static bool IsVisibleFormat(int code) =>
        code is >= 0x0600 and <= 0x0605 or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;

    /// <summary>Unassigned characters that a terminal would not show, and those that are never assigned.</summary>
    private static bool IsIgnorable(int code) =>
        code is 0x2065 or >= 0xFFF0 and <= 0xFFF8 or >= 0xE0000 and <= 0xE0FFF or >= 0xFDD0 and <= 0xFDEF
        || (code & 0xFFFE) == 0xFFFE;

    /// <summary>Letters and marks without a shape: fillers, the grapheme joiner, and selectors of Khmer and Mongolian.</summary>
    private static bool HasNoShape(int code) =>
        code is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0;

    private static bool Joins(ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        Rune last = LastBase(before);
        Rune.DecodeFromUtf16(after, out Rune next, out _);
        return (IsEmoji(last) && IsEmoji(next)) || (IsComplexLetter(last) && IsComplexLetter(next));
    }

    private static bool HasVariant(Rune symbol) =>
        IsEmoji(symbol) || symbol.Value is >= '0' and <= '9' or '#' or '*' or '\u203C' or '\u2049' or '\u3030' or '\u303D'
        || symbol.Value is >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF or >= 0x20000 and <= 0x3FFFF
        || Rune.GetUnicodeCategory(symbol) == UnicodeCategory.MathSymbol && symbol.Value > 0x7F;

    /// <summary>The replacement character stands for half of a surrogate pair, or for the end of the text.</summary>
    private static bool IsEmoji(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherSymbol && rune != Rune.ReplacementChar;

    private static bool IsComplexLetter(Rune rune) => rune.Value is >= 0x0600 and <= 0x0DFF && Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static Rune Last(ReadOnlySpan<char> text)
    {
        Rune.DecodeLastFromUtf16(text, out Rune last, out _);
        return last;
    }

    /// <summary>Returns the last character that is not the variation selector or the skin tone of the one before it.</summary>
    private static Rune LastBase(ReadOnlySpan<char> text)
    {
        Rune last;
        int length;
        do
        {
            Rune.DecodeLastFromUtf16(text, out last, out length);
            text = text[..^length];
        }
        while (length > 0 && last.Value is 0xFE0F or >= 0x1F3FB and <= 0x1F3FF);
        return last;
    }
}
