using System.Collections;

namespace Marianne.Jobs;

/// <summary>
/// The sheets of a job in the order of their numbers: index 0 is sheet 1. A sheet that the store does not hold yet
/// is made, Pending, when somebody looks at it.
/// </summary>
public sealed class SheetList : IReadOnlyList<Sheet>
{
    private readonly string _jobId;
    private readonly Dictionary<int, Sheet> _known;

    internal SheetList(string jobId, int count)
        : this(jobId, count, [])
    {
    }

    private SheetList(string jobId, int count, Dictionary<int, Sheet> known)
    {
        _jobId = jobId;
        _known = known;
        Count = count;
    }

    /// <summary>How many sheets the job has.</summary>
    public int Count { get; internal set; }

    /// <summary>The sheets that a store holds or that somebody has looked at, in no order.</summary>
    /// <remarks>Those that a smaller total cut off stay where they are, and are none of the job's.</remarks>
    internal IEnumerable<Sheet> Known => _known.Values.Where(sheet => sheet.Number <= Count);

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
    internal void Put(Sheet sheet) => _known[sheet.Number] = sheet;

    /// <summary>The sheet of a number, if it ever started; no placeholder is made.</summary>
    internal Sheet? Find(int number) => _known.GetValueOrDefault(number);

    internal SheetList Copy() => new(_jobId, Count, new(_known));

    private Sheet Numbered(int number)
    {
        if (!_known.TryGetValue(number, out Sheet? sheet))
        {
            sheet = new Sheet(_jobId, number);
            sheet.AcceptChanges();
            _known.Add(number, sheet);
        }

        return sheet;
    }
}
