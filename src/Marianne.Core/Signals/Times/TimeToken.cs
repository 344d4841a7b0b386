namespace Marianne.Signals;

/// <summary>A word, a number or a symbol of a text that may name a time.</summary>
/// <param name="Kind">What the token is.</param>
/// <param name="Text">The token in lower case, and in English if it is known in another language. The groups of thousands of a number are joined.</param>
/// <param name="Start">The position of its first character.</param>
/// <param name="End">The position after its last character.</param>
/// <param name="IsUpper">Indicates whether it is a word in capitals.</param>
/// <param name="AfterBlank">Indicates whether a blank precedes it.</param>
/// <param name="AfterBreak">Indicates whether a line break precedes it.</param>
internal readonly record struct TimeToken(
    TimeTokenKind Kind, string Text, int Start, int End, bool IsUpper, bool AfterBlank, bool AfterBreak)
{
    /// <summary>Determines whether this is a word of a list.</summary>
    /// <param name="words">The words, in lower case.</param>
    public bool IsWord(params ReadOnlySpan<string> words) => Kind == TimeTokenKind.Word && words.Contains(Text);

    /// <summary>Determines whether this is a symbol.</summary>
    /// <param name="symbol">The symbol.</param>
    public bool Is(char symbol) => Kind == TimeTokenKind.Symbol && Text[0] == symbol;
}
