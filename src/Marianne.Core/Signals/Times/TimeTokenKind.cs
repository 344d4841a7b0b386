namespace Marianne.Signals;

/// <summary>The kinds of tokens in a text that may name a time.</summary>
internal enum TimeTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits, with a fraction if there is one.</summary>
    Number,

    /// <summary>Any other character.</summary>
    Symbol,
}
