#pragma warning disable CA1720 // The members are the words of the key type.

namespace Marianne.Scores;

/// <summary>The type of a parameter of a score.</summary>
public enum ParameterType
{
    /// <summary>A string.</summary>
    String,

    /// <summary>A whole number of 64 bits.</summary>
    Int,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>The path of a file or a folder. It is made full when it is specified.</summary>
    Path,

    /// <summary>A list of strings.</summary>
    List,

    /// <summary>A string that is not stored, and is redacted in everything that leaves a run.</summary>
    Secret,
}
