using System.Collections;

namespace Marianne.Jobs;

/// <summary>
/// The sheets of a job by number: index 0 is sheet 1. A sheet that is not in the store yet is created, Pending, when it is
/// accessed.
/// </summary>
public sealed class SheetList : IReadOnlyList<Sheet>
{
    private readonly string _jobId;
    private readonly Dictionary<int, Sheet> _known = [];

    // A save of one changed sheet must not search ten thousand others for it.
    private HashSet<Sheet>? _changed;

    private SheetNames _names = SheetNames.None;
    private string? _namesSource;

    internal SheetList(string jobId, int count)
    {
        _jobId = jobId;
        Count = count;
    }

    /// <summary>The number of sheets of the job.</summary>
    public int Count { get; internal set; }

    /// <summary>The job, whose configuration has the names of the sheets.</summary>
    internal Job? Owner { get; set; }

    /// <summary>Changes the names that the sheets show, such as to redact them; <c>null</c> to show those of the configuration.</summary>
    internal Func<string, string>? ShownName { get; set; }

    /// <summary>The sheets that were loaded from a store or accessed, in no order.</summary>
    /// <remarks>Sheets beyond a total that was reduced stay here, but no longer belong to the job.</remarks>
    internal IEnumerable<Sheet> Known => _known.Values.Where(sheet => sheet.Number <= Count);

    /// <summary>The sheets that changed since the job was loaded or saved, in no order.</summary>
    internal IEnumerable<Sheet> Changed => _changed?.Where(sheet => sheet.Number <= Count) ?? [];

    /// <summary>The sheet at an index, which is one less than its number.</summary>
    public Sheet this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Numbered(index + 1);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Sheet> GetEnumerator()
    {
        for (int number = 1; number <= Count; number++)
            yield return Numbered(number);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a sheet, or replaces the one with the same number.</summary>
    internal void Put(Sheet sheet)
    {
        if (_known.TryGetValue(sheet.Number, out Sheet? former))
            _changed?.Remove(former);

        _known[sheet.Number] = sheet;
        sheet.List = this;
        if (sheet.IsChanged || sheet.ItemChanged)
            (_changed ??= []).Add(sheet);
    }

    /// <summary>Records that a sheet changed, unless it was replaced in this list.</summary>
    internal void RecordChange(Sheet sheet)
    {
        if (Find(sheet.Number) == sheet)
            (_changed ??= []).Add(sheet);
    }

    /// <summary>Creates all sheets that are not in the store yet, so that no access to one changes the list while another thread reads it.</summary>
    internal void CreateAll()
    {
        for (int number = 1; number <= Count; number++)
            Numbered(number);
    }

    /// <summary>Marks all sheets as unchanged.</summary>
    internal void AcceptChanges()
    {
        if (_changed is null)
            return;

        foreach (Sheet sheet in _changed)
            sheet.AcceptChanges();
        _changed.Clear();
    }

    /// <summary>
    /// Returns the sheet with a number, or <c>null</c> if it was neither loaded nor accessed. It is not created.
    /// </summary>
    internal Sheet? Find(int number) => _known.GetValueOrDefault(number);

    /// <summary>Returns a sheet as it is before a store has it. It does not belong to the list.</summary>
    internal Sheet Unstored(int number)
    {
        var sheet = new Sheet(_jobId, number);
        sheet.AcceptChanges();
        return sheet;
    }

    /// <summary>Returns the status of a sheet, which is not created.</summary>
    internal SheetStatus StatusOf(int number) => Find(number)?.Status ?? SheetStatus.Pending;

    /// <summary>Returns the version of a sheet, which is not created.</summary>
    internal SheetVersion VersionOf(int number) => Find(number) is { } sheet ? SheetVersion.Of(sheet) : default;

    /// <summary>Determines whether a sheet has nothing more to do, see <see cref="ItemTransitions.HasEnded"/>. It is not created.</summary>
    internal bool HasEnded(int number) => Find(number) is { } sheet && ItemTransitions.HasEnded(sheet);

    /// <summary>Returns the name of a sheet, or <c>null</c> if the configuration of the job does not have it.</summary>
    internal string? NameOf(int number)
    {
        string? name = Find(number)?.Item is { } item ? NameOf(item) : Names.NameOf(number);
        return name is not null && ShownName is { } shown ? shown(name) : name;
    }

    /// <summary>Returns the numbers of the sheets in the order in which the score has them.</summary>
    internal IEnumerable<int> NumbersInOrder()
    {
        IEnumerable<int> all = Enumerable.Range(1, Count);
        IEnumerable<int> order = Names.Numbers.Count > 0 ? Names.Numbers : Enumerable.Range(1, Names.Count);
        if (Names.Numbers.Count == 0 && !_known.Values.Any(sheet => sheet.Item is { Parent: > 0 }))
            return all;

        ILookup<int, int> items = _known.Values.Where(sheet => sheet.Item is not null)
            .OrderBy(sheet => sheet.Item!.Position ?? int.MaxValue)
            .ThenBy(sheet => sheet.Number)
            .ToLookup(sheet => sheet.Item!.Parent, sheet => sheet.Number);
        return order.SelectMany(number => items[number].Prepend(number))
            .Where(number => number >= 1 && number <= Count).Concat(all).Distinct();
    }

    /// <summary>Returns the name of an item: its key, in brackets after the name of the sheet that it belongs to.</summary>
    private string NameOf(SheetItem item) => item.Parent == 0 ? item.Key : $"{Names.NameOf(item.Parent)}[{item.Key}]";

    /// <summary>Returns a list of the same sheets. From now on, the sheets belong to that list.</summary>
    internal SheetList Copy() => CopyWith(sheet => sheet);

    /// <summary>Returns a list of copies of the sheets. The sheets still belong to this list, which tracks their changes.</summary>
    internal SheetList CopyOfEach() => CopyWith(sheet => sheet.Copy());

    private SheetList CopyWith(Func<Sheet, Sheet> select)
    {
        var copy = new SheetList(_jobId, Count) { ShownName = ShownName };
        foreach (Sheet sheet in _known.Values)
            copy.Put(select(sheet));
        return copy;
    }

    private SheetNames Names
    {
        get
        {
            string? source = Owner?.ConfigSnapshot;
            if (!ReferenceEquals(_namesSource, source))
                (_namesSource, _names) = (source, SheetNames.Of(source));
            return _names;
        }
    }

    private Sheet Numbered(int number)
    {
        if (!_known.TryGetValue(number, out Sheet? sheet))
        {
            sheet = Unstored(number);
            Put(sheet);
        }

        return sheet;
    }
}
