using System.Globalization;

namespace Marianne.Scores;

/// <summary>
/// Reads the value of a key that has several texts or numbers. Each that cannot be read is told by its place, and what is
/// good by name or number counts, so that nothing else is told because of it.
/// </summary>
internal static class ScoreItems
{
    /// <summary>Gives options the value that a file has; what of it cannot be read.</summary>
    public static IReadOnlyList<ScoreProblem> Read(ScoreKey key, ScoreOptions options, object? written) => key.Kind switch
    {
        ScoreValueKind.Texts when ScoreValue.List(written) is { } list => ReadTexts(key, options, list),
        ScoreValueKind.TextsByName when ScoreValue.Map(written) is { } map => ReadTextsByName(key, options, map),
        ScoreValueKind.SheetsBySheet when ScoreValue.Map(written) is { } map => ReadSheetsBySheet(key, options, map),
        _ => [key.Refuse(written)],
    };

    private static List<ScoreProblem> ReadTexts(ScoreKey key, ScoreOptions options, IReadOnlyList<object?> written)
    {
        List<ScoreProblem> problems = [];
        for (int index = 0; index < written.Count; index++)
        {
            if (ScoreValue.Text(written[index]) is null)
                problems.Add(NoText(string.Create(CultureInfo.InvariantCulture, $"{key.Name}[{index}]"), written[index]));
        }

        if (problems.Count == 0)
            key.Set(options, written.Cast<string>().ToArray());
        return problems;
    }

    private static List<ScoreProblem> ReadTextsByName(
        ScoreKey key, ScoreOptions options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<ScoreProblem> problems = [];
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in written)
        {
            if (ScoreValue.Text(value) is { } text)
                texts[name] = text;
            else
                problems.Add(NoText($"{key.Name}.{name}", value));
        }

        key.Set(options, texts);
        return problems;
    }

    private static List<ScoreProblem> ReadSheetsBySheet(
        ScoreKey key, ScoreOptions options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<ScoreProblem> problems = [];
        SortedDictionary<int, IReadOnlyCollection<int>> sheets = [];
        foreach ((string name, object? value) in written)
        {
            string path = $"{key.Name}.{name}";

            // One that needs one other may say so without a list.
            IReadOnlyList<object?> needed = ScoreValue.List(value) ?? [value];
            if (ScoreValue.SheetNumber(name) is not { } number)
                problems.Add(ScoreValue.NoSheetNumber(path, name));
            else if (needed.Any(item => ScoreValue.WholeNumber(item) is null))
                problems.Add(new(path, $"{path} is {ScoreValue.Show(value)}, and must be a list of numbers of sheets."));
            else
                sheets[number] = [.. needed.Select(item => ScoreValue.WholeNumber(item)!.Value)];
        }

        key.Set(options, sheets);
        return problems;
    }

    private static ScoreProblem NoText(string path, object? value)
    {
        string advice = value is string or null ? "" : " Put what is meant as text in quotes.";
        return new(path, $"{path} is {ScoreValue.Show(value)}, and must be a text.{advice}");
    }
}
