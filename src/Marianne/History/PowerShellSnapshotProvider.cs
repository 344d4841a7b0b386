using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// Takes snapshots of PowerShell data: hashtables, ordered dictionaries, custom objects, arrays and lists are copied
/// deeply, and immutable values are kept. For a live object, such as a process, the properties are copied.
/// </summary>
internal sealed class PowerShellSnapshotProvider : ISnapshotProvider
{
    private PowerShellSnapshotProvider()
    {
    }

    /// <summary>The shared instance.</summary>
    public static PowerShellSnapshotProvider Instance { get; } = new();

    /// <inheritdoc/>
    public object? Copy(object data) => new Copier().Copy(data);

    /// <inheritdoc/>
    public string TypeOf(object data) => data is PSObject { BaseObject: PSCustomObject } custom
        ? custom.TypeNames.FirstOrDefault() ?? typeof(PSCustomObject).FullName!
        : Live(data).GetType().FullName!;

    /// <inheritdoc/>
    public int IdentityOf(object data) => RuntimeHelpers.GetHashCode(Live(data));

    /// <inheritdoc/>
    public long? SizeOf(object data) => Live(data) switch
    {
        string text => text.Length,
        ICollection items => items.Count,
        PSObject custom => custom.Properties.Count(),
        _ => null,
    };

    /// <summary>Returns the base object. All custom objects share one base object, so their wrapper is returned.</summary>
    private static object Live(object data) =>
        data is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : data;

    /// <summary>Copies one object graph. An object that occurs twice is copied once.</summary>
    private sealed class Copier
    {
        private const int LiveObjectDepth = 2;

        private readonly Dictionary<object, object?> _copies = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<object> _above = new(ReferenceEqualityComparer.Instance);

        public object? Copy(object? value)
        {
            if (value is null)
                return null;

            object live = Live(value);
            if (IsImmutable(live))
                return live;
            if (_copies.TryGetValue(live, out object? copied))
                return copied;

            if (!_above.Add(live))
                throw HistoryErrors.InvalidValue("The data", "contains itself and cannot be copied", live);
            if (_above.Count > HistoryValue.MaximumDepth)
                throw HistoryErrors.InvalidValue(
                    "The data", $"is nested more than {HistoryValue.MaximumDepth} levels deep", live);

            object copy = WithNotes(value, Of(live));
            _above.Remove(live);
            _copies.Add(live, copy);
            return copy;
        }

        private object Of(object live)
        {
            switch (live)
            {
                case PSObject custom:
                    return OfCustom(custom);
                case Hashtable table:
                    return OfTable(table);
                case IDictionary map:
                    return OfMap(map);
                case Array { Rank: 1 } array:
                    return OfArray(array);
                case ArrayList list:
                    return new ArrayList(list.Cast<object?>().Select(Copy).ToArray());
                case IEnumerable items:
                    return items.Cast<object?>().Select(Copy).ToArray();
                default:
                    return PSSerializer.Deserialize(PSSerializer.Serialize(live, LiveObjectDepth));
            }
        }

        private PSObject OfCustom(PSObject custom)
        {
            var copy = new PSObject();
            foreach (PSPropertyInfo property in custom.Properties)
                copy.Properties.Add(new PSNoteProperty(property.Name, Copy(property.Value)));

            // The object's own type names come before those of all custom objects.
            string[] own = [.. custom.TypeNames.Except(copy.TypeNames)];
            for (int index = 0; index < own.Length; index++)
                copy.TypeNames.Insert(index, own[index]);
            return copy;
        }

        // A clone keeps the comparer of the original, which is not accessible otherwise.
        private Hashtable OfTable(Hashtable table)
        {
            var copy = (Hashtable)table.Clone();
            foreach (object key in table.Keys)
                copy[key] = Copy(table[key]);
            return copy;
        }

        private OrderedDictionary OfMap(IDictionary map)
        {
            string[] names = [.. map.Keys.OfType<string>()];
            bool isUnique = names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Length;
            var copy = new OrderedDictionary(isUnique ? StringComparer.OrdinalIgnoreCase : null);
            foreach (DictionaryEntry entry in map)
                copy.Add(entry.Key, Copy(entry.Value));
            return copy;
        }

        private Array OfArray(Array array)
        {
            Type element = array.GetType().GetElementType()!;
            object?[] items = [.. array.Cast<object?>().Select(Copy)];
            bool fits = items.All(item => item is null ? !element.IsValueType : element.IsInstanceOfType(item));
            var copy = Array.CreateInstance(fits ? element : typeof(object), array.Length);
            Array.Copy(items, copy, items.Length);
            return copy;
        }

        private object WithNotes(object value, object copy)
        {
            if (value is not PSObject wrapped || wrapped.BaseObject is PSCustomObject)
                return copy;

            PSNoteProperty[] notes = [.. wrapped.Properties.OfType<PSNoteProperty>().Where(note => note.IsInstance)];
            if (notes.Length == 0)
                return copy;

            var noted = new PSObject(copy);
            foreach (PSNoteProperty note in notes)
                noted.Properties.Add(new PSNoteProperty(note.Name, Copy(note.Value)));
            return noted;
        }

        /// <summary>Determines whether the value is immutable.</summary>
        private static bool IsImmutable(object live) =>
            live is string or ScriptBlock or Type or Uri or Version or System.Security.SecureString
            || live is ValueType and not DictionaryEntry;
    }
}
