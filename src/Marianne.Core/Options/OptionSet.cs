using System.Collections.ObjectModel;

namespace Marianne.Options;

/// <summary>
/// A part of a score, or the whole of it. A property that anybody can set is a key: its name, its type, the default
/// that it is made with and its attributes are the only description there is; see <see cref="OptionSection"/>.
/// </summary>
public abstract record OptionSet
{
    /// <summary>
    /// The values as they were given of properties whose own value says more or less than that: nothing when it was not
    /// given. A default that is given may mean something else than one that is not.
    /// </summary>
    internal virtual IReadOnlyDictionary<string, object?> Given => ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>What is wrong with the values together, or more than bounds can say. Paths begin at the key.</summary>
    internal virtual IEnumerable<OptionProblem> Conflicts() => [];
}
