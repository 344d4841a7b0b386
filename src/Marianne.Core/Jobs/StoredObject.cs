using System.Runtime.CompilerServices;

namespace Marianne.Jobs;

/// <summary>What a store keeps. It knows whether it changed, and which of its stored values could not be read.</summary>
public abstract class StoredObject
{
    private static readonly Dictionary<string, UnreadableValue> AllRead = [];

    private Dictionary<string, UnreadableValue>? _unreadable;

    private protected StoredObject()
    {
    }

    /// <summary>Whether it changed since it was loaded or saved. A save writes only what changed.</summary>
    public bool IsChanged { get; private set; } = true;

    /// <summary>The stored values that could not be read, by property. Setting the property replaces one.</summary>
    public IReadOnlyDictionary<string, UnreadableValue> Unreadable => _unreadable ?? AllRead;

    /// <summary>Remembers a value that could not be read, so that a save can leave it as it is.</summary>
    internal void SetUnreadable(string property, UnreadableValue value) => (_unreadable ??= [])[property] = value;

    /// <summary>Says that the store now holds exactly this.</summary>
    internal virtual void AcceptChanges() => IsChanged = false;

    /// <summary>Says that the store has another version, so that the next save writes it whole.</summary>
    internal void TouchAll()
    {
        if (IsChanged)
            return;

        IsChanged = true;
        OnChanged();
    }

    /// <summary>Every setter passes its value through here.</summary>
    private protected T Change<T>(T value, [CallerMemberName] string property = "")
    {
        TouchAll();
        _unreadable?.Remove(property);
        return value;
    }

    /// <summary>Called when it was as the store has it, and is so no more.</summary>
    private protected virtual void OnChanged()
    {
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    private protected StoredObject CopyShell()
    {
        var copy = (StoredObject)MemberwiseClone();
        copy._unreadable = _unreadable is null ? null : new(_unreadable);
        return copy;
    }
}
