using System.Runtime.CompilerServices;
using Marianne.Collections;

namespace Marianne.Jobs;

/// <summary>Base class of the objects that a store keeps. It tracks changes and stored values that could not be read.</summary>
public abstract class StoredObject
{
    private Dictionary<string, UnreadableValue>? _unreadable;

    private protected StoredObject()
    {
    }

    /// <summary>
    /// Indicates whether the object changed since it was loaded or saved. A save writes only changed objects.
    /// </summary>
    public bool IsChanged { get; private set; } = true;

    /// <summary>The stored values that could not be read, by property name. Setting the property replaces the value.</summary>
    public IReadOnlyDictionary<string, UnreadableValue> Unreadable =>
        _unreadable is null ? ReadOnlyMap<string, UnreadableValue>.Empty : new ReadOnlyMap<string, UnreadableValue>(_unreadable);

    /// <summary>Records a stored value that could not be read, so that a save leaves it unchanged.</summary>
    /// <param name="property">The name of the property.</param>
    /// <param name="value">The value.</param>
    internal void SetUnreadable(string property, UnreadableValue value) => (_unreadable ??= [])[property] = value;

    /// <summary>Marks the object as unchanged.</summary>
    internal virtual void AcceptChanges() => IsChanged = false;

    /// <summary>Marks the object as changed, so that the next save writes it.</summary>
    internal void MarkChanged()
    {
        if (IsChanged)
            return;

        IsChanged = true;
        OnChanged();
    }

    /// <summary>Called by every setter.</summary>
    private protected T Change<T>(T value, [CallerMemberName] string property = "")
    {
        MarkChanged();
        _unreadable?.Remove(property);
        return value;
    }

    /// <summary>Called when the object becomes changed.</summary>
    private protected virtual void OnChanged()
    {
    }

    /// <summary>Returns a copy that shares no mutable state with this object, except for what a derived class holds.</summary>
    private protected StoredObject CopyShell()
    {
        var copy = (StoredObject)MemberwiseClone();
        copy._unreadable = _unreadable is null ? null : new(_unreadable);
        return copy;
    }
}
