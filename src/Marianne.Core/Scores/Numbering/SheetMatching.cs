namespace Marianne.Scores;

/// <summary>
/// Matches the sheets of a changed score with those of a job, so that each keeps its number wherever it is now: by name where it has
/// one, otherwise by position. A new sheet gets the next free number.
/// </summary>
internal sealed class SheetMatching
{
    private readonly Score _before;
    private readonly Score _after;
    private readonly int[] _numbers;
    private readonly bool[] _isTaken;

    private SheetMatching(Score before, Score after)
    {
        _before = before;
        _after = after;
        _numbers = new int[after.Sheets.Count];
        _isTaken = new bool[before.Sheets.Count];
    }

    /// <summary>The numbers of the sheets of the job that the changed score does not have any more.</summary>
    public IReadOnlyList<int> Removed => [.. Enumerable.Range(1, _isTaken.Length).Where(number => !_isTaken[number - 1])];

    /// <summary>The numbers of the sheets of the changed score by position.</summary>
    public SheetOrder Order
    {
        get
        {
            int next = _before.Sheets.Count;
            return SheetOrder.Of([.. _numbers.Select(number => number > 0 ? number : ++next)])!;
        }
    }

    /// <summary>Matches the sheets of two scores.</summary>
    /// <param name="before">The score of the job, whose sheets have their numbers.</param>
    /// <param name="after">The changed score.</param>
    public static SheetMatching Between(Score before, Score after)
    {
        var matching = new SheetMatching(before, after.AsWritten());
        matching.MatchNames();
        matching.MatchPlaces((old, now) => old.Name is null && now.Name is null);
        matching.MatchPlaces((old, now) => SheetWork.Of(old) == SheetWork.Of(now)); // It was named or renamed.
        matching.MatchUnnamed();
        matching.MatchPlaces((_, _) => true);
        return matching;
    }

    private void MatchNames()
    {
        Dictionary<string, Queue<int>> numbers = [];
        foreach (int number in FreeNumbers().Where(number => _before.Sheets[number - 1].Name is not null))
        {
            string name = _before.Sheets[number - 1].Name!;
            if (!numbers.TryGetValue(name, out Queue<int>? same))
                numbers[name] = same = new();
            same.Enqueue(number);
        }

        for (int index = 0; index < _numbers.Length; index++)
        {
            if (_after.Sheets[index].Name is { } name && numbers.TryGetValue(name, out Queue<int>? same) && same.TryDequeue(out int number))
                Match(index, number);
        }
    }

    /// <summary>Matches sheets that are at the same position in both scores.</summary>
    private void MatchPlaces(Func<ScoreSheet, ScoreSheet, bool> areSame)
    {
        for (int index = 0; index < Math.Min(_numbers.Length, _isTaken.Length); index++)
        {
            int number = _before.Order.NumberAt(index + 1);
            if (_numbers[index] == 0 && !_isTaken[number - 1] && areSame(_before.Sheets[number - 1], _after.Sheets[index]))
                Match(index, number);
        }
    }

    /// <summary>Matches the sheets without a name that are left, in order: named sheets were put between or in front of them.</summary>
    private void MatchUnnamed()
    {
        var left = new Queue<int>(FreeNumbers().Where(number => _before.Sheets[number - 1].Name is null));
        for (int index = 0; index < _numbers.Length; index++)
        {
            if (_numbers[index] == 0 && _after.Sheets[index].Name is null && left.TryDequeue(out int number))
                Match(index, number);
        }
    }

    /// <summary>Returns the numbers that no sheet has yet, in the order of the earlier score.</summary>
    private IEnumerable<int> FreeNumbers() => Enumerable.Range(1, _before.Sheets.Count).Select(_before.Order.NumberAt)
        .Where(number => !_isTaken[number - 1]);

    private void Match(int index, int number)
    {
        _numbers[index] = number;
        _isTaken[number - 1] = true;
    }
}
