using System.Collections;

namespace Marianne.Options;

/// <summary>A list as it is written, with the place of each item.</summary>
public sealed class SourceList : IReadOnlyList<object?>
{
    private readonly List<object?> _items = [];
    private readonly List<SourcePosition?> _marks = [];

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <inheritdoc/>
    public object? this[int index] => _items[index];

    /// <summary>Adds an item.</summary>
    /// <param name="item">True or false, a number, a text, nothing, a <see cref="SourceMap"/> or such a list.</param>
    /// <param name="mark">Where it is written; nothing when the format knows no places.</param>
    public void Add(object? item, SourcePosition? mark = null)
    {
        _items.Add(item);
        _marks.Add(mark);
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal SourcePosition? MarkOf(int index) => _marks[index];
}
