using System.Collections.ObjectModel;

#pragma warning disable CA1000 // The members replace those of the base class.

namespace Marianne.Collections;

/// <summary>
/// A read-only list for properties that PowerShell serializes: Export-Csv writes the result of <see cref="ToString"/>.
/// </summary>
public class ReadOnlyItems<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    /// <summary>A list without items.</summary>
    public static new ReadOnlyItems<T> Empty { get; } = new([]);

    /// <summary>Returns the list as read-only items. All lists without items are the same one, so records with them are equal.</summary>
    public static ReadOnlyItems<T> Of(IReadOnlyList<T> items) =>
        items as ReadOnlyItems<T> ?? (items.Count == 0 ? Empty : new(items as IList<T> ?? [.. items]));

    /// <summary>Returns the items as text, such as <c>E201, E101</c>.</summary>
    public override string ToString() => string.Join(", ", this.Select(item => ItemText.Of(item)));
}
