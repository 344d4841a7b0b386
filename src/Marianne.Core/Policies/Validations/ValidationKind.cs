namespace Marianne.Policies;

/// <summary>The type of a validation rule.</summary>
public enum ValidationKind : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>The file must exist.</summary>
    FileExists,

    /// <summary>The file must be newer than it was before the sheet started.</summary>
    FileModified,

    /// <summary>The file must contain a string.</summary>
    ContentContains,

    /// <summary>A regular expression must match in the file.</summary>
    ContentRegex,

    /// <summary>The command must exit with 0.</summary>
    CommandSucceeds,
}
