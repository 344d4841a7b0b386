using System.Collections;

namespace Marianne.Scores;

/// <summary>Reads the value of a key that has keys of its own: once, as a list, or by the number of a sheet.</summary>
internal static class ScoreParts
{
    /// <summary>Gives options the value that a file has; what of it cannot be read.</summary>
    public static IEnumerable<ScoreProblem> Read(ScoreKey key, ScoreOptions options, object? written) => key.Kind switch
    {
        ScoreValueKind.Section when ScoreValue.Map(written) is { } map => ReadOne(key, options, map),
        ScoreValueKind.Sections when ScoreValue.List(written) is { } list => ReadList(key, options, list),
        ScoreValueKind.SectionsBySheet when ScoreValue.Map(written) is { } map => ReadBySheet(key, options, map),
        _ => [key.Refuse(written)],
    };

    private static IEnumerable<ScoreProblem> ReadOne(
        ScoreKey key, ScoreOptions options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        (ScoreOptions part, IReadOnlyList<ScoreProblem> unreadable) = key.Section!.ReadUnchecked(written);
        key.Set(options, part);
        return unreadable.Select(problem => problem.Within(key.Name));
    }

    private static List<ScoreProblem> ReadList(ScoreKey key, ScoreOptions options, IReadOnlyList<object?> written)
    {
        List<ScoreProblem> problems = [];
        var parts = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(key.Section!.OptionsType))!;
        for (int index = 0; index < written.Count; index++)
            parts.Add(ReadItem(key, written[index], $"{key.Name}[{index}]", problems));
        key.Set(options, parts);
        return problems;
    }

    private static List<ScoreProblem> ReadBySheet(
        ScoreKey key, ScoreOptions options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<ScoreProblem> problems = [];
        var parts = (IDictionary)Activator.CreateInstance(
            typeof(SortedDictionary<,>).MakeGenericType(typeof(int), key.Section!.OptionsType))!;
        foreach ((string name, object? value) in written)
        {
            string path = $"{key.Name}.{name}";
            if (ScoreValue.SheetNumber(name) is { } number)
                parts[number] = ReadItem(key, value, path, problems);
            else
                problems.Add(ScoreValue.NoSheetNumber(path, name));
        }

        key.Set(options, parts);
        return problems;
    }

    /// <summary>One item; one that cannot be read keeps its place, so that the numbers of the others stay right.</summary>
    private static ScoreOptions ReadItem(ScoreKey key, object? written, string path, List<ScoreProblem> problems)
    {
        (ScoreOptions part, IReadOnlyList<ScoreProblem> unreadable) = key.Section!.ReadUnchecked(ScoreValue.Map(written) ?? []);
        if (ScoreValue.Map(written) is null)
            problems.Add(new ScoreProblem(path, $"{path} is {ScoreValue.Show(written)}, and must be keys and values."));
        problems.AddRange(unreadable.Select(problem => problem.Within(path)));
        return part;
    }
}
