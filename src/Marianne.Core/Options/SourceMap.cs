using System.Collections;

namespace Marianne.Options;

/// <summary>Keys and values as they are written in a file, in order, with the positions of both.</summary>
/// <remarks>Every format is read into a map and written from one.</remarks>
public sealed class SourceMap : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _inOrder = [];
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Creates an empty map.</summary>
    /// <param name="position">The position of its beginning; <c>null</c> if the format has no positions.</param>
    public SourceMap(SourcePosition? position = null) => Position = position;

    /// <summary>The position of its beginning; <c>null</c> if the format has no positions.</summary>
    public SourcePosition? Position { get; }

    /// <summary>The number of keys.</summary>
    public int Count => _inOrder.Count;

    /// <summary>Adds a key. Returns <c>false</c> if it exists already.</summary>
    /// <param name="key">The key. It is case-sensitive.</param>
    /// <param name="value">
    /// A Boolean, a number, a string, a <see cref="SourceMap"/>, a <see cref="SourceList"/> or <c>null</c>.
    /// </param>
    /// <param name="keyPosition">The position of the key; <c>null</c> if the format has no positions.</param>
    /// <param name="valuePosition">The position of the value; <c>null</c> if the format has no positions.</param>
    public bool TryAdd(
        string key, object? value, SourcePosition? keyPosition = null, SourcePosition? valuePosition = null)
    {
        if (!_entries.TryAdd(key, new Entry(value, keyPosition, valuePosition)))
            return false;

        _inOrder.Add(new(key, value));
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _inOrder.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the map without a key.</summary>
    internal SourceMap Without(string key)
    {
        if (!_entries.ContainsKey(key))
            return this;

        var rest = new SourceMap(Position);
        foreach ((string other, object? value) in _inOrder.Where(entry => entry.Key != key))
            rest.TryAdd(other, value, _entries[other].KeyPosition, _entries[other].ValuePosition);
        return rest;
    }

    /// <summary>Returns a value with its positions, or <c>null</c> if the key does not exist.</summary>
    internal Entry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>A value, with its position and that of its key.</summary>
    internal sealed record Entry(object? Value, SourcePosition? KeyPosition, SourcePosition? ValuePosition);
}
