using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using Marianne.History;

namespace Marianne.Commands;

/// <summary>
/// Snapshots of the data that scripts have: hashtables, ordered or not, objects, arrays and lists are copied with all
/// that is in them, and plain values are kept. Of a live object, such as a process, a copy of its properties is kept.
/// </summary>
internal sealed class PowerShellSnapshotProvider : ISnapshotProvider
{
    private PowerShellSnapshotProvider()
    {
    }

    /// <summary>The only one.</summary>
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

    /// <summary>The object itself. All custom objects share one base object, so there it is the wrapper.</summary>
    private static object Live(object data) =>
        data is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : data;

    /// <summary>One copying: what is met twice is copied once.</summary>
    private sealed class Copier
    {
        private const int DepthOfLive = 2;

        private readonly Dictionary<object, object?> _copies = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<object> _above = new(ReferenceEqualityComparer.Instance);

        public object? Copy(object? value)
        {
            if (value is null)
                return null;

            object live = Live(value);
            if (IsPlain(live))
                return live;
            if (_copies.TryGetValue(live, out object? copied))
                return copied;

            if (!_above.Add(live))
                throw HistoryErrors.InvalidValue("The data", "contains itself, so that it cannot be copied", live);
            if (_above.Count > HistoryValue.MaximumDepth)
                throw HistoryErrors.InvalidValue("The data", $"is nested deeper than {HistoryValue.MaximumDepth}", live);

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
                    return PSSerializer.Deserialize(PSSerializer.Serialize(live, DepthOfLive));
            }
        }

        private PSObject OfCustom(PSObject custom)
        {
            var copy = new PSObject();
            foreach (PSPropertyInfo property in custom.Properties)
                copy.Properties.Add(new PSNoteProperty(property.Name, Copy(property.Value)));

            // Its own type names are in front of those that every such object has.
            string[] own = [.. custom.TypeNames.Except(copy.TypeNames)];
            for (int index = 0; index < own.Length; index++)
                copy.TypeNames.Insert(index, own[index]);
            return copy;
        }

        // A clone has the comparer of the original, which nothing else tells.
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

        /// <summary>Whether nobody can change it.</summary>
        private static bool IsPlain(object live) =>
            live is string or ScriptBlock or Type or Uri or Version or System.Security.SecureString
            || live is ValueType and not DictionaryEntry;
    }
}
