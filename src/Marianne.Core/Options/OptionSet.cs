using System.Collections.ObjectModel;

namespace Marianne.Options;

/// <summary>
/// A score or a section of it. Each property with a public setter is a key of the section. Its name, type, default value
/// and attributes describe the key; see <see cref="OptionSection"/>.
/// </summary>
public abstract record OptionSet
{
    /// <summary>
    /// The explicit values of properties whose default depends on something else, by property name; <c>null</c> if the
    /// property was not set. For such a property, an explicit default can differ in meaning from no value.
    /// </summary>
    internal virtual IReadOnlyDictionary<string, object?> ExplicitValues => ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>
    /// Validates what types and bounds do not cover, such as values that exclude each other. The paths of the problems begin
    /// at the key.
    /// </summary>
    internal virtual IEnumerable<OptionProblem> Validate() => [];
}
