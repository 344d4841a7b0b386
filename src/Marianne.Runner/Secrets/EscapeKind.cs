namespace Marianne.Secrets;

/// <summary>What an escape sequence stands for.</summary>
internal enum EscapeKind
{
    /// <summary>There is no sequence: the character stands for itself.</summary>
    None,

    /// <summary>Nothing: the sequence is ignored when texts are compared.</summary>
    Nothing,

    /// <summary>A character.</summary>
    Character,

    /// <summary>A byte of a character in UTF-8.</summary>
    Byte,
}
