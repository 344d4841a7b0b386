namespace Marianne.Scores;

/// <summary>
/// The numbers of the sheets of a job in the order of its score. A score has positions and a job has numbers: they differ after a sheet
/// was put in front of others that already had their numbers.
/// </summary>
internal sealed class SheetOrder : IEquatable<SheetOrder>
{
    private readonly int[] _numbers;
    private readonly int[] _positions;

    private SheetOrder(int[] numbers)
    {
        _numbers = numbers;
        _positions = new int[numbers.Length];
        for (int index = 0; index < numbers.Length; index++)
            _positions[numbers[index] - 1] = index + 1;
    }

    /// <summary>The order in which every number is the position.</summary>
    public static SheetOrder Written { get; } = new([]);

    /// <summary>The numbers by position: index 0 is position 1. It is empty if every number is the position.</summary>
    public IReadOnlyList<int> Numbers => _numbers;

    /// <summary>Indicates whether every number is the position.</summary>
    public bool IsWritten => _numbers.Length == 0;

    /// <summary>Creates an order, or returns <c>null</c> if the numbers are not those from 1 to their count, each once.</summary>
    /// <param name="numbers">The numbers by position: index 0 is position 1.</param>
    public static SheetOrder? Of(IReadOnlyList<int> numbers)
    {
        if (!numbers.Order().SequenceEqual(Enumerable.Range(1, numbers.Count)))
            return null;
        return numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)) ? Written : new([.. numbers]);
    }

    /// <summary>Returns the number of the sheet at a position, both from 1.</summary>
    /// <param name="position">The position. One beyond the order is the number.</param>
    public int NumberAt(int position) => position >= 1 && position <= _numbers.Length ? _numbers[position - 1] : position;

    /// <summary>Returns the position of the sheet with a number, both from 1.</summary>
    /// <param name="number">The number. One beyond the order is the position.</param>
    public int PositionOf(int number) => number >= 1 && number <= _positions.Length ? _positions[number - 1] : number;

    /// <inheritdoc/>
    public bool Equals(SheetOrder? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SheetOrder);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_numbers.Length, _numbers.FirstOrDefault());
}
