using System.Globalization;

namespace Marianne.Signals;

/// <summary>Splits a text into the tokens of the grammar of times.</summary>
internal static class TimeTokenizer
{
    /// <summary>Returns the tokens of a text. It is read once from its beginning to its end.</summary>
    /// <param name="text">The text.</param>
    public static List<TimeToken> Split(string text)
    {
        List<TimeToken> tokens = [];
        bool afterBlank = true;
        bool afterBreak = true;
        for (int at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at])) // Includes the narrow blanks that .NET and CLDR write before AM and PM.
            {
                afterBlank = true;
                afterBreak |= text[at] is '\n' or '\r';
                at++;
                continue;
            }

            TimeToken token = Next(text, at) with { AfterBlank = afterBlank, AfterBreak = afterBreak };
            tokens.Add(token);
            (afterBlank, afterBreak, at) = (false, false, token.End);
        }

        return tokens;
    }

    private static TimeToken Next(string text, int start)
    {
        if (char.IsAsciiDigit(text[start]))
            return Number(text, start);
        if (!char.IsLetter(text[start]))
            return Token(TimeTokenKind.Symbol, Symbol(text[start]), start, start + 1);

        int end = EndOfWord(text, start);
        string word = text[start..end];
        return Token(TimeTokenKind.Word, TimeWords.Translate(word.ToLowerInvariant()), start, end) with
        {
            IsUpper = word.All(char.IsAsciiLetterUpper),
        };
    }

    private static int EndOfWord(string text, int start)
    {
        if (TimeWords.IsUnspaced(text[start]))
            return start + TimeWords.LengthAt(text, start);

        int end = start;
        while (end < text.Length && (char.IsLetter(text[end]) || text[end] is '’' or '\'') && !TimeWords.IsUnspaced(text[end]))
            end++;
        return end;
    }

    private static TimeToken Number(string text, int start)
    {
        int end = AfterDigits(text, start);
        bool hasGroups = false;
        while (end - start is >= 1 and <= 3 || hasGroups)
        {
            // 1,200 is one number; 7, 38 and 7,38 are not.
            if (end >= text.Length || text[end] != ',' || AfterDigits(text, end + 1) - end != 4)
                break;
            hasGroups = true;
            end += 4;
        }

        int fraction = end + 1 < text.Length && text[end] == '.' ? AfterDigits(text, end + 1) : end;
        bool isInDate = IsDotBeforeDigit(text, fraction) || (start >= 2 && IsDotBeforeDigit(text, start - 1)); // 28.11.2026
        if (fraction > end + 1 && !isInDate)
            end = fraction;

        return Token(TimeTokenKind.Number, text[start..end].Replace(",", "", StringComparison.Ordinal), start, end);
    }

    private static int AfterDigits(string text, int start)
    {
        while (start < text.Length && char.IsAsciiDigit(text[start]))
            start++;
        return start;
    }

    private static bool IsDotBeforeDigit(string text, int at) =>
        at > 0 && at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1]);

    private static string Symbol(char symbol) => symbol switch
    {
        '\u2212' or '\u2010' or '\u2011' or '\u2013' or '\u2014' => "-",
        '\u2236' => ":",
        _ => symbol.ToString(CultureInfo.InvariantCulture),
    };

    private static TimeToken Token(TimeTokenKind kind, string text, int start, int end) =>
        new(kind, text, start, end, IsUpper: false, AfterBlank: false, AfterBreak: false);
}
