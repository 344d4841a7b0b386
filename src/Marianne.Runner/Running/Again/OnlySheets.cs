namespace Marianne.Running;

/// <summary>Which sheets of those that are chosen run again.</summary>
public enum OnlySheets : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that have failed.</summary>
    Failed,

    /// <summary>Those whose text, file or parameters have changed since they were run.</summary>
    Changed,
}
