using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The differences between two scores of the same job.</summary>
public sealed record ScoreChanges
{
    private ScoreChanges(
        IReadOnlyList<int> added, IReadOnlyList<int> removed, IReadOnlyList<int> changed, IReadOnlyList<string> keys, bool isReordered)
    {
        AddedSheets = added;
        RemovedSheets = removed;
        ChangedSheets = changed;
        ChangedKeys = keys;
        IsReordered = isReordered;
    }

    /// <summary>The numbers of the sheets that only the later score has.</summary>
    public IReadOnlyList<int> AddedSheets { get; }

    /// <summary>The numbers of the sheets that only the earlier score has.</summary>
    public IReadOnlyList<int> RemovedSheets { get; }

    /// <summary>The numbers of the sheets that differ.</summary>
    public IReadOnlyList<int> ChangedSheets { get; }

    /// <summary>The other keys whose values differ, such as <c>name</c> or <c>retry.max_retries</c>.</summary>
    public IReadOnlyList<string> ChangedKeys { get; }

    /// <summary>Indicates whether sheets that both scores have are in another order.</summary>
    public bool IsReordered { get; }

    /// <summary>Compares two scores, whose sheets have the same numbers. Their folders and files are ignored.</summary>
    /// <param name="before">The earlier score.</param>
    /// <param name="after">The later score.</param>
    public static ScoreChanges Between(Score before, Score after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        return new ScoreChanges(
            [.. after.Numbers.Where(number => !before.Has(number)).Order()],
            [.. before.Numbers.Where(number => !after.Has(number)).Order()],
            [.. before.Numbers.Where(after.Has).Where(number => !IsSame(before.SheetOf(number), after.SheetOf(number))).Order()],
            [.. ChangedKeysOf(KeysOf(before), KeysOf(after), "")],
            !before.Numbers.Where(after.Has).SequenceEqual(after.Numbers.Where(before.Has)));
    }

    /// <summary>
    /// Returns the differences in words, such as <c>sheets 2, 3 changed; sheet 5 added; retry.max_retries changed</c>.
    /// </summary>
    public override string ToString() => string.Join("; ", new[]
    {
        Describe(ChangedSheets, "changed"),
        Describe(AddedSheets, "added"),
        Describe(RemovedSheets, "removed"),
        IsReordered ? "the order of the sheets changed" : null,
        ChangedKeys.Count == 0 ? null : $"{string.Join(", ", ChangedKeys)} changed",
    }.OfType<string>());

    private static string? Describe(IReadOnlyList<int> numbers, string change) => numbers.Count switch
    {
        0 => null,
        1 => $"sheet {numbers[0]} {change}",
        _ => $"sheets {string.Join(", ", numbers)} {change}",
    };

    private static SourceMap KeysOf(Score score) => ScoreTree.Of(score with { Sheet = score.SheetByNumber(), Sheets = [] });

    private static bool IsSame(object? before, object? after) => (before, after) switch
    {
        (OptionSet a, OptionSet b) => ScoreJson.TextOf(ScoreTree.Of(a)) == ScoreJson.TextOf(ScoreTree.Of(b)),
        _ => ScoreJson.TextOf(before) == ScoreJson.TextOf(after),
    };

    private static IEnumerable<string> ChangedKeysOf(SourceMap before, SourceMap after, string path)
    {
        IEnumerable<string> keys = before.Select(entry => entry.Key).Concat(after.Select(entry => entry.Key)).Distinct();
        foreach (string key in keys)
        {
            object? a = before.Find(key)?.Value;
            object? b = after.Find(key)?.Value;
            if (a is SourceMap or null && b is SourceMap or null)
            {
                foreach (string inner in ChangedKeysOf(a as SourceMap ?? new(), b as SourceMap ?? new(), $"{path}{key}."))
                    yield return inner;
            }
            else if (!IsSame(a, b))
            {
                yield return path + key;
            }
        }
    }
}
