namespace Marianne.Commands;

/// <summary>
/// Scans the characters of PowerShell code in one pass. It skips comments and strings, but not the code in strings. PowerShell's
/// own tokenizer is part of its parser, and the scan decides whether that may be called.
/// </summary>
/// <param name="text">The code.</param>
internal abstract class PowerShellScanner(string text)
{
    /// <summary>The characters of operators, alone or as the first character of an operator's name.</summary>
    protected const string Operators = "+-*/%!.|&<>?:^~[\\";

    private const string Openings = "([{";
    private const string Closings = ")]}";

    /// <summary>The open brackets: each with the quote of the string that contains it, or <c>null</c> if it is in code.</summary>
    private readonly Stack<(char Quote, bool IsHereString)?> _brackets = [];

    /// <summary>The code.</summary>
    protected string Text { get; } = text;

    /// <summary>The index of the current character.</summary>
    protected int At { get; private set; }

    /// <summary>The last character that is not a space or part of a comment. It is the quote after a string.</summary>
    protected char Previous { get; private set; } = ';';

    /// <summary>The number of open brackets.</summary>
    protected int Depth => _brackets.Count;

    /// <summary>The character after the current one, or <c>\0</c> at the end.</summary>
    protected char Next => At + 1 < Text.Length ? Text[At + 1] : '\0';

    /// <summary>Indicates whether the current character is the first of a word.</summary>
    protected bool IsWordStart => char.IsLetter(Text[At]) && (At == 0 || !IsPartOfWord(Text[At - 1]));

    /// <summary>Determines whether a character is a bracket that opens, and whether it is one that closes.</summary>
    protected static (bool IsOpening, bool IsClosing) BracketOf(char c) => (Openings.Contains(c), Closings.Contains(c));

    /// <summary>Determines whether a character is a quotation mark. PowerShell accepts typographic ones.</summary>
    protected static bool IsQuote(char c) => IsSingleQuote(c) || IsDoubleQuote(c);

    /// <summary>Scans the text until its end, or until <see cref="OnCode"/> returns <c>false</c>.</summary>
    protected void Scan()
    {
        for (; At < Text.Length; At++)
        {
            char c = Text[At];
            if (c == '`')
            {
                At++;
            }
            else if (c == '#' && (At == 0 || !IsPartOfWord(Text[At - 1])))
            {
                At = IndexOf("\n") - 1;
            }
            else if (c == '<' && Next == '#')
            {
                At = IndexOf("#>") + 1;
            }
            else if (IsQuote(c))
            {
                OnString();
                SkipString(c, isHereString: Previous == '@' && IsHereStringStart());
            }
            else if (char.IsWhiteSpace(c))
            {
                OnSpace(c);
            }
            else
            {
                if (!OnCode(c))
                    return;
                Previous = c;
                TrackBracket(c);
            }
        }
    }

    /// <summary>Handles white space between words.</summary>
    protected abstract void OnSpace(char space);

    /// <summary>Handles the start of a string.</summary>
    protected abstract void OnString();

    /// <summary>Handles a character of code. Brackets are counted after it.</summary>
    /// <returns><c>false</c> to end the scan.</returns>
    protected abstract bool OnCode(char c);

    /// <summary>Determines whether the current word is a given one, in any case.</summary>
    protected bool IsWord(string word) =>
        string.Compare(Text, At, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (At + word.Length >= Text.Length || !IsPartOfWord(Text[At + word.Length]));

    /// <summary>The number of the current line, and of the character in it.</summary>
    protected (int Line, int Column) Position()
    {
        ReadOnlySpan<char> before = Text.AsSpan(0, Math.Min(At, Text.Length));
        return (before.Count('\n') + 1, before.Length - before.LastIndexOf('\n'));
    }

    private static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    private static bool IsDoubleQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';

    private static bool IsPartOfWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '-' or '.' or ':' or '@';

    private void TrackBracket(char c)
    {
        (bool isOpening, bool isClosing) = BracketOf(c);
        if (isOpening)
            _brackets.Push(null);
        else if (isClosing && _brackets.TryPop(out var around) && around is var (quote, isHereString))
            SkipString(quote, isHereString);
    }

    /// <summary>Returns the index of a text from here on, or the end.</summary>
    private int IndexOf(string end)
    {
        int found = Text.IndexOf(end, At, StringComparison.Ordinal);
        return found < 0 ? Text.Length : found;
    }

    private bool IsHereStringStart()
    {
        int at = At + 1;
        while (at < Text.Length && Text[at] is ' ' or '\t')
            at++;
        return at < Text.Length && Text[at] is '\r' or '\n';
    }

    /// <summary>
    /// Skips the rest of a string, up to its end or to code in it. A here-string ends with the quotation mark at the start of a line,
    /// and an at sign.
    /// </summary>
    private void SkipString(char quote, bool isHereString)
    {
        bool isExpandable = IsDoubleQuote(quote);
        for (At++; At < Text.Length; At++)
        {
            char c = Text[At];
            bool isEnd = isExpandable ? IsDoubleQuote(c) : IsSingleQuote(c);
            if (isHereString ? isEnd && Next == '@' && Text[At - 1] == '\n' : isEnd)
                break;
            if (isExpandable && c == '`')
            {
                At++;
            }
            else if (isExpandable && c == '$' && Next == '(')
            {
                At++;
                OnCode('(');
                Previous = '(';
                _brackets.Push((quote, isHereString));
                return;
            }
        }

        Previous = quote;
    }
}
