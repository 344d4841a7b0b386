namespace Marianne.Policies;

/// <summary>The kinds of tokens of a condition.</summary>
internal enum WhenTokenKind
{
    /// <summary>A comparison or a parenthesis.</summary>
    Operator,

    /// <summary>A word: and, or, not, true, false.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A string in quotes.</summary>
    Text,

    /// <summary>A placeholder, such as {branch}.</summary>
    Placeholder,

    /// <summary>The end of the condition.</summary>
    End,
}
