namespace Marianne.Options;

/// <summary>What kind of value a key takes.</summary>
public enum OptionValueKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number without a fraction.</summary>
    WholeNumber,

    /// <summary>Any finite number.</summary>
    Number,

    /// <summary>A text.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>Names, each with a text.</summary>
    TextsByName,

    /// <summary>Numbers of sheets, each with a list of such numbers.</summary>
    SheetsBySheet,

    /// <summary>Keys of its own.</summary>
    Section,

    /// <summary>A list of which each item has keys of its own.</summary>
    Sections,

    /// <summary>Numbers of sheets, each with keys of its own.</summary>
    SectionsBySheet,
}
