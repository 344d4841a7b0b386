using System.Globalization;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Refuses data files that PowerShell's parser would need minutes or all memory for: it handles brackets and chains of operators
/// recursively. One scan of the characters finds them. The limits are far beyond what a data file needs, so it does not matter
/// that the scan knows only strings, comments and brackets.
/// </summary>
internal sealed class DataFileComplexity
{
    /// <summary>Each map or list needs one bracket; parentheses may surround it.</summary>
    private const int MaximumDepth = 4 * ScoreLimits.MaximumDepth;

    /// <summary>A data file has operators only in numbers, such as -1.5.</summary>
    private const int MaximumOperators = 100_000;

    /// <summary>A script has many, but the parser needs all memory for a chain of ten millions.</summary>
    private const int MaximumOperatorsOfScript = 1_000_000;

    /// <summary>PowerShell compares each error with all others, so it must not find many.</summary>
    private const int MaximumMistakes = 256;

    private const string Operators = "+-*/%!.|&<>?:^~[\\";
    private const string Openings = "([{";
    private const string Closings = ")]}";
    private const string Separators = ",;" + Openings + Closings;

    private static readonly string[] Definitions = ["using", "class", "enum", "configuration"];

    private readonly string _text;
    private readonly bool _isScript;
    private readonly Stack<HashSet<string>> _keys = new([[]]);
    private int _at;
    private int _depth;
    private int _operators;
    private int _mistakes;
    private int _values;
    private int _word;
    private string _lastWord = "";
    private bool _isAssigned;
    private char _previous = ';';

    private DataFileComplexity(string text, bool isScript)
    {
        _text = text;
        _isScript = isScript;
    }

    /// <summary>Checks a text before it is parsed.</summary>
    /// <exception cref="ScoreSyntaxException">The text is too deeply nested or has too many operators.</exception>
    public static void Check(string text) => new DataFileComplexity(text, isScript: false).Scan();

    /// <summary>Determines whether a script has too many operators to be parsed.</summary>
    public static bool HasTooManyOperators(string script)
    {
        var complexity = new DataFileComplexity(script, isScript: true);
        complexity.Scan();
        return complexity._operators > MaximumOperatorsOfScript;
    }

    private void Scan()
    {
        for (; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (c == '`')
                _at++;
            else if (c == '#')
                SkipTo("\n");
            else if (c == '<' && Next == '#')
                SkipTo("#>");
            else if (IsQuote(c))
                SkipString(c);
            else if (char.IsWhiteSpace(c))
                SkipSpace(c);
            else if (!_isScript && _word == 0 && Definition() is { } word)
                throw Error($"'{word}' defines something, but a data file is read without running it. Use constants, hashtables and arrays.");
            else
                Count(c);
        }
    }

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    // For these, the parser itself looks for modules and assemblies, or creates types. A key can have such a name.
    private string? Definition()
    {
        ReadOnlySpan<char> rest = _text.AsSpan(_at);
        foreach (string word in Definitions)
        {
            if (rest.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && rest.Length > word.Length
                && char.IsWhiteSpace(rest[word.Length])
                && !rest[word.Length..].TrimStart().StartsWith("="))
            {
                return word;
            }
        }

        return null;
    }

    // A key is the word before an equals sign. Strings as keys are all the same here, so they are not compared.
    private void EndWord(char next)
    {
        if (_word > 0 && !char.IsLetterOrDigit(next))
            _lastWord = _text.Substring(_at - _word, _word);
    }

    private void SkipSpace(char space)
    {
        EndWord(space);
        _word = 0;
        if (space == '\n' && _previous != '=')
            _isAssigned = false;
    }

    private void Count(char c)
    {
        if (Operators.Contains(c))
            CountOperator();
        if (!_isScript)
            CountData(c);
        _previous = c;
    }

    private void CountData(char c)
    {
        EndWord(c);
        _word = char.IsLetterOrDigit(c) ? _word + 1 : 0;
        if (_word > ScoreLimits.MaximumKeyLength)
            throw TooComplex($"a number or word has more than {ScoreLimits.MaximumKeyLength} characters");

        _depth += Openings.Contains(c) ? 1 : Closings.Contains(c) ? -1 : 0;
        if (Math.Abs(_depth) > MaximumDepth)
            throw TooComplex($"more than {MaximumDepth} brackets are not closed, or not opened");

        if (c is ',' or '=' && ++_values > ScoreLimits.MaximumValues)
            throw TooComplex(string.Create(CultureInfo.InvariantCulture, $"there are more than {ScoreLimits.MaximumValues:N0} values"));

        if ((IsMistake(c) || IsRepeatedKey(c)) && ++_mistakes > MaximumMistakes)
            throw TooComplex($"there are more than {MaximumMistakes} mistakes");
        if (c == '=')
            _isAssigned = true;
        else if (Separators.Contains(c))
            _isAssigned = false;
    }

    private bool IsRepeatedKey(char c)
    {
        if (c == '{')
            _keys.Push([]);
        else if (c == '}' && _keys.Count > 1)
            _keys.Pop();
        return c == '=' && !IsQuote(_previous) && !_keys.Peek().Add(_lastWord);
    }

    // A comma or an equals sign without a value, a second equals sign, and a sigil without a name.
    private bool IsMistake(char c) => c switch
    {
        ',' => Separators.Contains(_previous) && !Closings.Contains(_previous),
        '=' => _isAssigned,
        ';' or ')' or ']' or '}' => _previous == '=',
        '@' => !(Next is '{' or '(' || IsQuote(Next)),
        '$' => !char.IsLetter(Next),
        _ => false,
    };

    private void CountOperator()
    {
        if (++_operators > MaximumOperators && !_isScript)
            throw TooComplex(string.Create(CultureInfo.InvariantCulture, $"there are more than {MaximumOperators:N0} operators"));
    }

    private static bool IsQuote(char c) => IsSingleQuote(c) || IsDoubleQuote(c);

    private static bool IsSingleQuote(char c) => c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b';

    private static bool IsDoubleQuote(char c) => c is '"' or '\u201c' or '\u201d' or '\u201e';

    private void SkipTo(string end)
    {
        int found = _text.IndexOf(end, _at, StringComparison.Ordinal);
        _at = found < 0 ? _text.Length : found + end.Length - 1;
    }

    /// <summary>Skips a string. A here-string ends with the quotation mark at the start of a line, and an at sign.</summary>
    private void SkipString(char quote)
    {
        _word = 0;
        bool isHereString = _previous == '@' && Next is '\r' or '\n';
        Func<char, bool> isSame = IsSingleQuote(quote) ? IsSingleQuote : IsDoubleQuote;
        for (_at++; _at < _text.Length; _at++)
        {
            char c = _text[_at];
            if (isHereString ? isSame(c) && Next == '@' && _text[_at - 1] == '\n' : isSame(c))
                break;
            if (IsDoubleQuote(quote) && c == '`')
                _at++;
            else if (IsDoubleQuote(quote) && c == '$')
                CountOperator(); // The parser parses the code in a string, too.
        }

        _previous = quote;
    }

    private ScoreSyntaxException TooComplex(string reason) => Error(
        $"The data file is too complex: {reason}. Use constants, hashtables and arrays, and put scripts into here-strings.");

    private ScoreSyntaxException Error(string message)
    {
        ReadOnlySpan<char> before = _text.AsSpan(0, Math.Min(_at, _text.Length));
        return new ScoreSyntaxException(
            message, new SourcePosition(before.Count('\n') + 1, before.Length - before.LastIndexOf('\n')));
    }
}
