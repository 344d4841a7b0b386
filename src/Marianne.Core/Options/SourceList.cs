using System.Collections;

namespace Marianne.Options;

/// <summary>A list as it is written in a file, with the position of each item.</summary>
public sealed class SourceList : IReadOnlyList<object?>
{
    private readonly List<object?> _items = [];
    private readonly List<SourcePosition?> _positions = [];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public object? this[int index] => _items[index];

    /// <summary>Adds an item.</summary>
    /// <param name="item">
    /// A Boolean, a number, a string, a <see cref="SourceMap"/>, a <see cref="SourceList"/> or <c>null</c>.
    /// </param>
    /// <param name="position">The position of the item; <c>null</c> if the format has no positions.</param>
    public void Add(object? item, SourcePosition? position = null)
    {
        _items.Add(item);
        _positions.Add(position);
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal SourcePosition? PositionOf(int index) => _positions[index];
}
