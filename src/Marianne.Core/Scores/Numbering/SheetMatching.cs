namespace Marianne.Scores;

/// <summary>
/// Matches the sheets of a changed score with those of a job, so that each keeps its number wherever it is now: by name where it has
/// one, otherwise by position. A new sheet gets the next free number.
/// </summary>
internal sealed class SheetMatching
{
    private readonly Score _before;
    private readonly Score _after;
    private readonly int _total;
    private readonly int[] _numbers;
    private readonly bool[] _isTaken;

    private SheetMatching(Score before, Score after, int total)
    {
        _before = before;
        _after = after;
        _total = total;
        _numbers = new int[after.Sheets.Count];
        _isTaken = new bool[before.Sheets.Count];
    }

    /// <summary>The numbers of the sheets of the job that the changed score does not have any more.</summary>
    public IReadOnlyList<int> Removed => [.. FreeIndices().Select(index => _before.Order.NumberAt(index + 1)).Order()];

    /// <summary>The numbers of the sheets of the changed score by position.</summary>
    public SheetOrder Order
    {
        get
        {
            int next = _total;
            return SheetOrder.Of([.. _numbers.Select(number => number > 0 ? number : ++next)])!;
        }
    }

    /// <summary>Matches the sheets of two scores.</summary>
    /// <param name="before">The score of the job, whose sheets have their numbers.</param>
    /// <param name="after">The changed score.</param>
    /// <param name="total">The number of sheets of the job with those of items. The next number is free.</param>
    public static SheetMatching Between(Score before, Score after, int total)
    {
        var matching = new SheetMatching(before, after, total);
        matching.MatchNames();
        matching.MatchPlaces((old, now) => old.Name is null && now.Name is null);
        matching.MatchPlaces((old, now) => SheetWork.Of(old) == SheetWork.Of(now)); // It was named or renamed.
        matching.MatchUnnamed();
        matching.MatchPlaces((_, _) => true);
        return matching;
    }

    private void MatchNames()
    {
        Dictionary<string, Queue<int>> indices = [];
        foreach (int old in FreeIndices().Where(old => _before.Sheets[old].Name is not null))
        {
            string name = _before.Sheets[old].Name!;
            if (!indices.TryGetValue(name, out Queue<int>? same))
                indices[name] = same = new();
            same.Enqueue(old);
        }

        for (int index = 0; index < _numbers.Length; index++)
        {
            if (_after.Sheets[index].Name is { } name && indices.TryGetValue(name, out Queue<int>? same) && same.TryDequeue(out int old))
                Match(index, old);
        }
    }

    /// <summary>Matches sheets that are at the same position in both scores.</summary>
    private void MatchPlaces(Func<ScoreSheet, ScoreSheet, bool> areSame)
    {
        for (int index = 0; index < Math.Min(_numbers.Length, _isTaken.Length); index++)
        {
            if (_numbers[index] == 0 && !_isTaken[index] && areSame(_before.Sheets[index], _after.Sheets[index]))
                Match(index, index);
        }
    }

    /// <summary>Matches the sheets without a name that are left, in order: named sheets were put between or in front of them.</summary>
    private void MatchUnnamed()
    {
        var left = new Queue<int>(FreeIndices().Where(old => _before.Sheets[old].Name is null));
        for (int index = 0; index < _numbers.Length; index++)
        {
            if (_numbers[index] == 0 && _after.Sheets[index].Name is null && left.TryDequeue(out int old))
                Match(index, old);
        }
    }

    /// <summary>Returns the sheets of the earlier score that none of the changed one is yet.</summary>
    private IEnumerable<int> FreeIndices() => Enumerable.Range(0, _isTaken.Length).Where(old => !_isTaken[old]);

    private void Match(int index, int old)
    {
        _numbers[index] = _before.Order.NumberAt(old + 1);
        _isTaken[old] = true;
    }
}
