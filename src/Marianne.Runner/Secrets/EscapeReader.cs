using System.Globalization;
using System.Net;

namespace Marianne.Secrets;

/// <summary>
/// Reads one escape sequence: of JSON, C, PowerShell, URLs, HTML, XML and the shells. Which of them a text uses is not known,
/// so all are read.
/// </summary>
internal static class EscapeReader
{
    private const int LongestEntity = 10;
    private const int LongestNumber = 12;
    private const string ControlLetters = "abefnrtv0";

    /// <summary>Reads the sequence at the beginning of a text.</summary>
    /// <param name="text">The text. It is not empty.</param>
    /// <param name="keepsLetters">
    /// Indicates whether <c>\n</c> is the letter n: it may be the end of an escaped backslash and the next letter.
    /// </param>
    public static Escape Read(ReadOnlySpan<char> text, bool keepsLetters) => text[0] switch
    {
        '\\' or '`' => ReadBackslash(text, keepsLetters),
        '%' => ReadPercent(text),
        '&' => ReadEntity(text),
        '_' => text.Length > 6 && text[1] == 'x' && text[6] == '_' && Hex(text.Slice(2, 4)) is { } code
            ? Escape.OfCharacter(code, 7)
            : Escape.None,
        '\e' or '\u009B' or '\u009D' => ReadSequence(text, keepsLetters),
        _ => Escape.OfNothing(1), // A blank, a quote or another character that escaping adds or removes.
    };

    private static Escape ReadBackslash(ReadOnlySpan<char> text, bool keepsLetters)
    {
        // Several backslashes are a text that was escaped more than once.
        int run = text.IndexOfAnyExcept(text[0]);
        if (run < 0)
            return Escape.OfNothing(text.Length);

        ReadOnlySpan<char> rest = text[run..];
        switch (rest[0])
        {
            case 'u' or 'x' when rest.Length > 1 && rest[1] == '{' && rest.IndexOf('}') is > 2 and var end
                && Hex(rest[2..end]) is { } code:
                return Escape.OfCharacter(code, run + end + 1);
            case 'u' when HexAt(rest, 4) is { } code:
                return Escape.OfCharacter(code, run + 5);
            case 'U' when HexAt(rest, 8) is { } code:
                return Escape.OfCharacter(code, run + 9);
            case 'x' when HexAt(rest, 2) is { } code:
                return Escape.OfByte(code, run + 3);
            case >= '0' and <= '3' when !keepsLetters && rest.Length > 2 && IsOctal(rest[1]) && IsOctal(rest[2]):
                return Escape.OfByte(((rest[0] - '0') * 64) + ((rest[1] - '0') * 8) + rest[2] - '0', run + 3);
            case var letter when ControlLetters.Contains(letter, StringComparison.Ordinal):
                return Escape.OfNothing(keepsLetters ? run : run + 1) with { IsLetter = true };
            default:
                return Escape.OfNothing(run);
        }
    }

    private static Escape ReadPercent(ReadOnlySpan<char> text) =>
        HexAt(text, 2) is { } code ? Escape.OfByte(code, 3)
        : text.Length > 1 && text[1] == 'u' && HexAt(text[1..], 4) is { } unit ? Escape.OfCharacter(unit, 6)
        : Escape.OfNothing(1);

    private static Escape ReadEntity(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[1] == '#')
            return ReadNumber(text);

        int end = text[..Math.Min(text.Length, LongestEntity)].IndexOf(';');
        if (end < 2)
            return Escape.None;

        string entity = text[..(end + 1)].ToString();
        string decoded = WebUtility.HtmlDecode(entity);
        return decoded == entity ? Escape.None
            : decoded.Length == 1 ? Escape.OfCharacter(decoded[0], entity.Length)
            : Escape.OfCharacter(char.ConvertToUtf32(decoded, 0), entity.Length);
    }

    /// <summary>Reads a numeric reference of HTML, which browsers also accept without a semicolon.</summary>
    private static Escape ReadNumber(ReadOnlySpan<char> text)
    {
        bool isHex = text[2] is 'x' or 'X';
        int start = isHex ? 3 : 2;
        int end = start;
        while (end < text.Length && end < LongestNumber && (isHex ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])))
            end++;

        NumberStyles style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        return int.TryParse(text[start..end], style, CultureInfo.InvariantCulture, out int code)
            ? Escape.OfCharacter(code, end < text.Length && text[end] == ';' ? end + 1 : end)
            : Escape.None;
    }

    /// <summary>Reads a control sequence of a terminal, such as a color, or the address of a link, which can be a secret too.</summary>
    private static Escape ReadSequence(ReadOnlySpan<char> text, bool keepsLetters)
    {
        int start = text[0] == '\e' ? 2 : 1;
        if (text.Length < start)
            return Escape.OfNothing(1);

        switch (text[0] == '\e' ? text[1] : text[0] - '\u0040')
        {
            case '[':
                int final = text[start..].IndexOfAnyInRange('@', '~');
                return Escape.OfNothing(final < 0 ? 1 : start + final + 1);
            case ']' or 'P' or 'X' or '^' or '_' when !keepsLetters && text[start..].IndexOfAny('\a', '\e', '\u009C') is >= 0 and var end:
                end += start;
                return Escape.OfNothing(text[end] != '\e' ? end + 1 : end + 1 < text.Length && text[end + 1] == '\\' ? end + 2 : end)
                    with
                { IsLetter = true };
            case '(' or ')' when text.Length > start: // A set of characters.
                return Escape.OfNothing(start + 1);
            default:
                return Escape.OfNothing(1);
        }
    }

    private static int? HexAt(ReadOnlySpan<char> text, int digits) => text.Length > digits ? Hex(text.Slice(1, digits)) : null;

    private static int? Hex(ReadOnlySpan<char> digits) =>
        digits.Length <= 8 && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)
            ? code
            : null;

    private static bool IsOctal(char digit) => digit is >= '0' and <= '7';
}
