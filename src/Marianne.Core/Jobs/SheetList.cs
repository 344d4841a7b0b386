using System.Collections;

namespace Marianne.Jobs;

/// <summary>
/// The sheets of a job in the order of their numbers: index 0 is sheet 1. A sheet that the store does not hold yet
/// is made, Pending, when somebody looks at it.
/// </summary>
public sealed class SheetList : IReadOnlyList<Sheet>
{
    private readonly string _jobId;
    private readonly Dictionary<int, Sheet> _known = [];

    // A save of one changed sheet must not look at ten thousand others to find it.
    private readonly HashSet<Sheet> _changed = [];

    internal SheetList(string jobId, int count)
    {
        _jobId = jobId;
        Count = count;
    }

    /// <summary>How many sheets the job has.</summary>
    public int Count { get; internal set; }

    /// <summary>The sheets that a store holds or that somebody has looked at, in no order.</summary>
    /// <remarks>Those that a smaller total cut off stay where they are, and are none of the job's.</remarks>
    internal IEnumerable<Sheet> Known => _known.Values.Where(sheet => sheet.Number <= Count);

    /// <summary>Those of them that changed since the job was loaded or saved, in no order.</summary>
    internal IEnumerable<Sheet> Changed => _changed.Where(sheet => sheet.Number <= Count);

    /// <summary>The sheet at an index, which is its number less one.</summary>
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

    /// <summary>Puts a sheet in its place.</summary>
    internal void Put(Sheet sheet)
    {
        if (_known.TryGetValue(sheet.Number, out Sheet? former))
            _changed.Remove(former);

        _known[sheet.Number] = sheet;
        sheet.List = this;
        if (sheet.IsChanged)
            _changed.Add(sheet);
    }

    /// <summary>Notes that a sheet changed. One that has left for another list is none of ours.</summary>
    internal void NoteChange(Sheet sheet)
    {
        if (Find(sheet.Number) == sheet)
            _changed.Add(sheet);
    }

    /// <summary>Says that the store now holds exactly these sheets.</summary>
    internal void AcceptChanges()
    {
        foreach (Sheet sheet in _changed)
            sheet.AcceptChanges();
        _changed.Clear();
    }

    /// <summary>The sheet of a number, if it ever started; no placeholder is made.</summary>
    internal Sheet? Find(int number) => _known.GetValueOrDefault(number);

    /// <summary>A list of the same sheets, which they are in from now on.</summary>
    internal SheetList Copy()
    {
        var copy = new SheetList(_jobId, Count);
        foreach (Sheet sheet in _known.Values)
            copy.Put(sheet);
        return copy;
    }

    private Sheet Numbered(int number)
    {
        if (!_known.TryGetValue(number, out Sheet? sheet))
        {
            sheet = new Sheet(_jobId, number);
            sheet.AcceptChanges();
            Put(sheet);
        }

        return sheet;
    }
}
