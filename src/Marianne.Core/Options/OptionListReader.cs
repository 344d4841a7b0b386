using System.Globalization;

namespace Marianne.Options;

/// <summary>
/// Reads the value of a key that has several texts or numbers. Each that cannot be read is told by its place, and what is
/// good by name or number counts, so that nothing else is told because of it.
/// </summary>
internal static class OptionListReader
{
    /// <summary>Gives options the value that a file has; what of it cannot be read.</summary>
    public static IReadOnlyList<OptionProblem> Read(OptionKey key, OptionSet options, object? written) => key.Kind switch
    {
        OptionValueKind.Texts when OptionValue.List(written) is { } list => ReadTexts(key, options, list),
        OptionValueKind.TextsByName when OptionValue.Map(written) is { } map => ReadTextsByName(key, options, map),
        OptionValueKind.SheetsBySheet when OptionValue.Map(written) is { } map => ReadSheetsBySheet(key, options, map),
        _ => [key.Refuse(written)],
    };

    private static List<OptionProblem> ReadTexts(OptionKey key, OptionSet options, IReadOnlyList<object?> written)
    {
        List<OptionProblem> problems = [];
        for (int index = 0; index < written.Count; index++)
        {
            if (OptionValue.Text(written[index]) is null)
                problems.Add(NoText(string.Create(CultureInfo.InvariantCulture, $"{key.Name}[{index}]"), written[index]));
        }

        if (problems.Count == 0)
            key.Set(options, written.Cast<string>().ToArray());
        return problems;
    }

    private static List<OptionProblem> ReadTextsByName(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<OptionProblem> problems = [];
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in written)
        {
            if (OptionValue.Text(value) is { } text)
                texts[name] = text;
            else
                problems.Add(NoText($"{key.Name}.{name}", value));
        }

        key.Set(options, texts);
        return problems;
    }

    private static List<OptionProblem> ReadSheetsBySheet(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<OptionProblem> problems = [];
        SortedDictionary<int, IReadOnlyCollection<int>> sheets = [];
        foreach ((string name, object? value) in written)
        {
            string path = $"{key.Name}.{name}";

            // One that needs one other may say so without a list.
            IReadOnlyList<object?> needed = OptionValue.List(value) ?? [value];
            if (OptionValue.SheetNumber(name) is not { } number)
                problems.Add(OptionValue.NoSheetNumber(path, name));
            else if (needed.Any(item => OptionValue.WholeNumber(item) is null))
                problems.Add(new(path, $"{path} is {OptionValue.Show(value)}, and must be a list of numbers of sheets."));
            else
                sheets[number] = [.. needed.Select(item => OptionValue.WholeNumber(item)!.Value)];
        }

        key.Set(options, sheets);
        return problems;
    }

    private static OptionProblem NoText(string path, object? value)
    {
        string advice = value is string or null ? "" : " Put what is meant as text in quotes.";
        return new(path, $"{path} is {OptionValue.Show(value)}, and must be a text.{advice}");
    }
}
