namespace Marianne.History;

/// <summary>Determines what is kept of the data of steps, and which steps are kept when the tree becomes too deep.</summary>
public enum DataMode : long // ConvertTo-Json writes the names of such members, but the numbers of others.
{
    /// <summary>A snapshot is a deep copy, and every step is kept.</summary>
    Copy,

    /// <summary>
    /// A snapshot consists of the type, the identity and the size, and side branches in which every step has ended are
    /// removed.
    /// </summary>
    Reference,

    /// <summary>
    /// A snapshot consists of the type. When the history grows beyond its maximum depth, only the last steps of the current
    /// path are kept.
    /// </summary>
    Direct,
}
