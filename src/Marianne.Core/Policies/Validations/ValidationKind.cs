namespace Marianne.Policies;

/// <summary>What a validation rule looks at.</summary>
public enum ValidationKind
{
    /// <summary>A file exists.</summary>
    FileExists,

    /// <summary>A file is newer than it was before the sheet.</summary>
    FileModified,

    /// <summary>A file contains a text.</summary>
    ContentContains,

    /// <summary>A file has a match of a regular expression.</summary>
    ContentRegex,

    /// <summary>A command exits with 0.</summary>
    CommandSucceeds,
}
