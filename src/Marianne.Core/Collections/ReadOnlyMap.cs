using System.Collections;
using System.Collections.ObjectModel;
using System.Collections.Specialized;

namespace Marianne.Collections;

/// <summary>
/// A read-only dictionary for properties that PowerShell serializes. ConvertTo-Json refuses keys that are not strings, and
/// Export-Csv writes the result of <see cref="ToString"/>.
/// </summary>
/// <remarks>
/// Serializers enumerate the non-generic <see cref="IDictionary"/>, whose entries have strings as keys. Scripts and .NET code
/// still index the dictionary with its own keys.
/// </remarks>
internal sealed class ReadOnlyMap<TKey, TValue>(IDictionary<TKey, TValue> entries)
    : ReadOnlyDictionary<TKey, TValue>(entries), IDictionary
    where TKey : notnull
{
    /// <summary>A dictionary without entries.</summary>
    public static new ReadOnlyMap<TKey, TValue> Empty { get; } = new(new Dictionary<TKey, TValue>());

    /// <summary>Returns the dictionary as a map.</summary>
    public static ReadOnlyMap<TKey, TValue> Of(IReadOnlyDictionary<TKey, TValue> entries) =>
        entries as ReadOnlyMap<TKey, TValue> ?? new(entries as IDictionary<TKey, TValue> ?? entries.ToDictionary());

    object? IDictionary.this[object key]
    {
        get => Find(key, out TValue? value) ? value : null;
        set => throw new NotSupportedException("The dictionary is read-only.");
    }

    bool IDictionary.Contains(object key) => Find(key, out _);

    IDictionaryEnumerator IDictionary.GetEnumerator()
    {
        var entries = new OrderedDictionary();
        foreach ((TKey key, TValue value) in this)
            entries.Add(ItemText.Of(key), value);
        return entries.GetEnumerator();
    }

    /// <summary>Returns the entries as text, such as <c>1 = E201; 2 = E101</c>.</summary>
    public override string ToString() =>
        string.Join("; ", this.Select(entry => $"{ItemText.Of(entry.Key)} = {ItemText.Of(entry.Value)}"));

    /// <summary>Finds the value of a key, which may be given as text.</summary>
    private bool Find(object key, out TValue? value)
    {
        if (key is TKey own)
            return TryGetValue(own, out value);

        foreach ((TKey known, TValue found) in this)
        {
            if (key is string text && ItemText.Of(known) == text)
            {
                value = found;
                return true;
            }
        }

        value = default;
        return false;
    }
}
