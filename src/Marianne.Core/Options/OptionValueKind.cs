namespace Marianne.Options;

/// <summary>The kind of value that a key has.</summary>
public enum OptionValueKind
{
    /// <summary>A Boolean.</summary>
    Boolean,

    /// <summary>A 32-bit integer.</summary>
    WholeNumber,

    /// <summary>A finite number.</summary>
    Number,

    /// <summary>A duration: a number of seconds, or numbers with units.</summary>
    Duration,

    /// <summary>A string.</summary>
    Text,

    /// <summary>One of a fixed set of words.</summary>
    Choice,

    /// <summary>A list of strings.</summary>
    TextList,

    /// <summary>A map of names to strings.</summary>
    TextMap,

    /// <summary>A map of sheet numbers to lists of sheet numbers.</summary>
    SheetLists,

    /// <summary>A command: a string, or a list of a program and its arguments.</summary>
    CommandLine,

    /// <summary>A string, a number, a Boolean, or a list of them.</summary>
    Value,

    /// <summary>A map of names to strings, numbers, Booleans, <c>null</c>, or lists of them.</summary>
    ValueMap,

    /// <summary>A map with keys of its own.</summary>
    Section,

    /// <summary>A list of maps with keys of their own.</summary>
    SectionList,

    /// <summary>A map of sheet numbers to maps with keys of their own.</summary>
    SectionsBySheet,

    /// <summary>A map of names to maps with keys of their own.</summary>
    SectionsByName,
}
