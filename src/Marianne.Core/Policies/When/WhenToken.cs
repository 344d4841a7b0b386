namespace Marianne.Policies;

/// <summary>A token of a condition.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The word, the operator, the name of a placeholder, the digits of a number, or the content of a string.</param>
/// <param name="Start">The index of its first character.</param>
internal readonly record struct WhenToken(WhenTokenKind Kind, string Text, int Start)
{
    /// <summary>Determines whether this is an operator or a word such as <c>and</c>.</summary>
    /// <param name="text">The operator or the word.</param>
    public bool Is(string text) => Kind is WhenTokenKind.Operator or WhenTokenKind.Word && Text == text;
}
