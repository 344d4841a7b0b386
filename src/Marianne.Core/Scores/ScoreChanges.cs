using Marianne.Options;

namespace Marianne.Scores;

/// <summary>What is different between a score and a later one of the same job.</summary>
public sealed record ScoreChanges
{
    private ScoreChanges(
        IReadOnlyList<int> added, IReadOnlyList<int> removed, IReadOnlyList<int> changed, IReadOnlyList<string> keys)
    {
        AddedSheets = added;
        RemovedSheets = removed;
        ChangedSheets = changed;
        ChangedKeys = keys;
    }

    /// <summary>The numbers of sheets that are new.</summary>
    public IReadOnlyList<int> AddedSheets { get; }

    /// <summary>The numbers of sheets that are gone.</summary>
    public IReadOnlyList<int> RemovedSheets { get; }

    /// <summary>The numbers of sheets that say something else.</summary>
    public IReadOnlyList<int> ChangedSheets { get; }

    /// <summary>The other keys that have another value, such as <c>name</c> or <c>retry.max_retries</c>.</summary>
    public IReadOnlyList<string> ChangedKeys { get; }

    /// <summary>Compares two scores. Where they are and what file they are of makes no difference.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    public static ScoreChanges Between(Score before, Score after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);

        int common = Math.Min(before.Sheets.Count, after.Sheets.Count);
        return new ScoreChanges(
            NumbersAfter(common, after),
            NumbersAfter(common, before),
            [.. Enumerable.Range(1, common).Where(number => !IsSame(before.Sheets[number - 1], after.Sheets[number - 1]))],
            [.. ChangedKeysOf(ScoreTree.Of(before with { Sheets = [] }), ScoreTree.Of(after with { Sheets = [] }), "")]);
    }

    /// <summary>In words: <c>sheets 2, 3 changed; sheet 5 added; retry.max_retries changed</c>.</summary>
    public override string ToString() => string.Join("; ", new[]
    {
        Say(ChangedSheets, "changed"),
        Say(AddedSheets, "added"),
        Say(RemovedSheets, "removed"),
        ChangedKeys.Count == 0 ? null : $"{string.Join(", ", ChangedKeys)} changed",
    }.OfType<string>());

    private static string? Say(IReadOnlyList<int> numbers, string what) => numbers.Count switch
    {
        0 => null,
        1 => $"sheet {numbers[0]} {what}",
        _ => $"sheets {string.Join(", ", numbers)} {what}",
    };

    private static int[] NumbersAfter(int common, Score score) =>
        [.. Enumerable.Range(common + 1, score.Sheets.Count - common)];

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
