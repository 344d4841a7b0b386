using System.Globalization;
using Marianne.Options;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>
/// Refuses data files that PowerShell's parser would need minutes or all memory for: it handles brackets and chains of operators
/// recursively. The limits are far beyond what a data file needs, so it does not matter that the scan knows only strings, comments
/// and brackets.
/// </summary>
internal sealed class DataFileComplexity : PowerShellScanner
{
    /// <summary>Each map or list needs one bracket; parentheses may surround it.</summary>
    private const int MaximumDepth = 4 * ScoreLimits.MaximumDepth;

    /// <summary>A data file has operators only in numbers, such as -1.5.</summary>
    private const int MaximumOperators = 100_000;

    private static readonly string[] Definitions = ["using", "class", "enum", "configuration"];

    private int _operators;
    private int _unopened;
    private int _values;
    private int _word;

    private DataFileComplexity(string text)
        : base(text)
    {
    }

    /// <summary>Checks a text before it is parsed.</summary>
    /// <exception cref="ScoreSyntaxException">The text is too deeply nested or has too many operators.</exception>
    public static void Check(string text) => new DataFileComplexity(text).Scan();

    /// <inheritdoc/>
    protected override void OnSpace(char space) => _word = 0;

    /// <inheritdoc/>
    protected override void OnString() => _word = 0;

    /// <inheritdoc/>
    protected override bool OnCode(char c)
    {
        if (_word == 0 && FindDefinition() is { } definition)
            throw Error($"'{definition}' defines something, but a data file is read without running it. Use constants, hashtables and arrays.");

        _word = char.IsLetterOrDigit(c) ? _word + 1 : 0;
        if (_word > ScoreLimits.MaximumKeyLength)
            throw TooComplex($"a number or word has more than {ScoreLimits.MaximumKeyLength} characters");

        (bool isOpening, bool isClosing) = BracketOf(c);
        _unopened += isClosing && Depth == 0 ? 1 : 0;
        if (Depth + (isOpening ? 1 : 0) > MaximumDepth || _unopened > MaximumDepth)
            throw TooComplex($"more than {MaximumDepth} brackets are not closed, or not opened");
        if (c is ',' or '=' && ++_values > ScoreLimits.MaximumValues)
            throw TooComplex(string.Create(CultureInfo.InvariantCulture, $"there are more than {ScoreLimits.MaximumValues:N0} values"));
        if (Operators.Contains(c) && ++_operators > MaximumOperators)
            throw TooComplex(string.Create(CultureInfo.InvariantCulture, $"there are more than {MaximumOperators:N0} operators"));
        return true;
    }

    // For these, the parser itself looks for modules and assemblies, or creates types. A key can have such a name.
    private string? FindDefinition() => Array.Find(Definitions, IsDefinition);

    private bool IsDefinition(string word) =>
        IsWord(word)
        && At + word.Length < Text.Length
        && char.IsWhiteSpace(Text[At + word.Length])
        && !Text.AsSpan(At + word.Length).TrimStart().StartsWith("=");

    private ScoreSyntaxException TooComplex(string reason) => Error(
        $"The data file is too complex: {reason}. Use constants, hashtables and arrays, and put scripts into here-strings.");

    private ScoreSyntaxException Error(string message)
    {
        (int line, int column) = Position();
        return new ScoreSyntaxException(message, new SourcePosition(line, column));
    }
}
