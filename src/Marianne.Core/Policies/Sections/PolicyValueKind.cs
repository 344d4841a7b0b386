namespace Marianne.Policies;

/// <summary>What kind of value a key takes.</summary>
public enum PolicyValueKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number without a fraction.</summary>
    WholeNumber,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>A list of texts.</summary>
    Texts,
}
