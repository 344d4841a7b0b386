using Marianne.Jobs;

namespace Marianne.Scores;

/// <summary>
/// The numbers of the sheets of a job in the order of its score. A score has positions and a job has numbers: they differ after a sheet
/// was put in front of others that already had their numbers, or was added after items had the next ones.
/// </summary>
internal sealed class SheetOrder : IEquatable<SheetOrder>
{
    /// <summary>The highest number that a sheet of a job can have.</summary>
    public const int MaximumNumber = Score.MaximumSheets + ItemList.MaximumCount;

    private readonly int[] _numbers;
    private readonly Dictionary<int, int> _positions;

    private SheetOrder(int[] numbers)
    {
        _numbers = numbers;
        _positions = numbers.Select((number, index) => (number, index)).ToDictionary(sheet => sheet.number, sheet => sheet.index + 1);
        Highest = numbers.DefaultIfEmpty().Max();
    }

    /// <summary>The order in which every number is the position.</summary>
    public static SheetOrder Written { get; } = new([]);

    /// <summary>The numbers by position: index 0 is position 1. It is empty if every number is the position.</summary>
    public IReadOnlyList<int> Numbers => _numbers;

    /// <summary>Indicates whether every number is the position.</summary>
    public bool IsWritten => _numbers.Length == 0;

    /// <summary>The highest number, which is more than the number of sheets if items have numbers between; 0 if every number is the position.</summary>
    public int Highest { get; }

    /// <summary>Creates an order, or returns <c>null</c> if the numbers cannot be those of sheets, each once.</summary>
    /// <param name="numbers">The numbers by position: index 0 is position 1.</param>
    public static SheetOrder? Of(IReadOnlyList<int> numbers)
    {
        if (numbers.Any(number => number is < 1 or > MaximumNumber) || numbers.Distinct().Count() < numbers.Count)
            return null;
        return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)) ? Written : new([.. numbers]);
    }

    /// <summary>Returns the number of the sheet at a position, both from 1.</summary>
    /// <param name="position">The position. One beyond the order is the number.</param>
    public int NumberAt(int position) => position >= 1 && position <= _numbers.Length ? _numbers[position - 1] : position;

    /// <summary>Returns the position of the sheet with a number, both from 1; 0 if the order does not have it.</summary>
    /// <param name="number">The number.</param>
    public int PositionOf(int number) => IsWritten ? number : _positions.GetValueOrDefault(number);

    /// <inheritdoc/>
    public bool Equals(SheetOrder? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SheetOrder);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_numbers.Length, _numbers.FirstOrDefault());
}
