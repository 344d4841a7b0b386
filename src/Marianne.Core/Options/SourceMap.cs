using System.Collections;

namespace Marianne.Options;

/// <summary>Keys and values as they are written, with the places of both, in order. Every format is read into it.</summary>
public sealed class SourceMap : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _entries = [];
    private readonly Dictionary<string, Entry> _places = new(StringComparer.Ordinal);

    /// <summary>Makes an empty one.</summary>
    /// <param name="mark">Where it begins; nothing when the format knows no places.</param>
    public SourceMap(SourcePosition? mark = null) => Mark = mark;

    /// <summary>Where it begins.</summary>
    public SourcePosition? Mark { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Adds a key; false when it is there already.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">True or false, a number, a text, nothing, a <see cref="SourceList"/> or such a map.</param>
    /// <param name="keyMark">Where the key is written.</param>
    /// <param name="valueMark">Where the value is written.</param>
    public bool TryAdd(string key, object? value, SourcePosition? keyMark = null, SourcePosition? valueMark = null)
    {
        if (!_places.TryAdd(key, new Entry(value, keyMark, valueMark)))
            return false;

        _entries.Add(new(key, value));
        return true;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same without a key.</summary>
    internal SourceMap Without(string key)
    {
        if (!_places.ContainsKey(key))
            return this;

        var rest = new SourceMap(Mark);
        foreach ((string other, object? value) in _entries.Where(entry => entry.Key != key))
            rest.TryAdd(other, value, _places[other].KeyMark, _places[other].ValueMark);
        return rest;
    }

    internal Entry? Find(string key) => _places.GetValueOrDefault(key);

    /// <summary>A value, and where it and its key are.</summary>
    internal sealed record Entry(object? Value, SourcePosition? KeyMark, SourcePosition? ValueMark);
}
