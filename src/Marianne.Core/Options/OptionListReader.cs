using System.Globalization;

namespace Marianne.Options;

/// <summary>
/// Reads the value of a key that has several strings or numbers. Each invalid item is reported with its own path. The valid
/// entries of a map are kept, so that no further problems follow from the invalid ones.
/// </summary>
internal static class OptionListReader
{
    /// <summary>Sets the value of a key to a value from a file. Returns the problems of what cannot be converted.</summary>
    public static IReadOnlyList<OptionProblem> Read(OptionKey key, OptionSet options, object? source) => key.Kind switch
    {
        OptionValueKind.TextList when OptionValue.List(source) is { } list => ReadTextList(key, options, list),
        OptionValueKind.TextList when key.OneOrMore is not null && source is string => ReadTextList(key, options, [source]),
        OptionValueKind.ValueMap when OptionValue.Map(source) is { } map => ReadValueMap(key, options, map),
        OptionValueKind.TextMap when OptionValue.Map(source) is { } map => ReadTextMap(key, options, map),
        OptionValueKind.SheetLists when OptionValue.Map(source) is { } map => ReadSheetLists(key, options, map),
        _ => [key.Invalid(source)],
    };

    private static List<OptionProblem> ReadTextList(OptionKey key, OptionSet options, IReadOnlyList<object?> source)
    {
        List<OptionProblem> problems = [];
        for (int index = 0; index < source.Count; index++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{key.Name}[{index}]");
            string? text = OptionValue.Text(source[index]);
            if (key.OneOrMore is { } allowed && (text is null || !allowed.Allows(text)))
                problems.Add(new(path, $"{key.Name} is {OptionValue.Show(source[index])} but must be {allowed.Meaning}."));
            else if (text is null)
                problems.Add(NotAString(path, source[index]));
        }

        if (problems.Count == 0)
            key.Set(options, source.Cast<string>().ToArray());
        return problems;
    }

    private static List<OptionProblem> ReadTextMap(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        List<OptionProblem> problems = [];
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in source)
        {
            if (OptionValue.Text(value) is { } text)
                texts[name] = text;
            else
                problems.Add(NotAString($"{key.Name}.{name}", value));
        }

        key.Set(options, texts);
        return problems;
    }

    private static List<OptionProblem> ReadValueMap(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        List<OptionProblem> problems = [];
        Dictionary<string, object?> values = new(StringComparer.Ordinal);
        foreach ((string name, object? value) in source)
        {
            if (OptionValue.List(value) is { } list ? list.All(IsValue) : IsValue(value))
                values[name] = OptionValue.List(value) ?? value;
            else
                problems.Add(new($"{key.Name}.{name}", $"{key.Name}.{name} is a map but must be a value or a list of values."));
        }

        key.Set(options, values);
        return problems;

        static bool IsValue(object? value) => OptionValue.Map(value) is null && OptionValue.List(value) is null;
    }

    private static List<OptionProblem> ReadSheetLists(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        List<OptionProblem> problems = [];
        SortedDictionary<int, IReadOnlyCollection<int>> sheets = [];
        foreach ((string name, object? value) in source)
        {
            string path = $"{key.Name}.{name}";

            // A single number is allowed instead of a list.
            IReadOnlyList<object?> numbers = OptionValue.List(value) ?? [value];
            if (OptionValue.SheetNumber(name) is not { } number)
                problems.Add(OptionValue.InvalidSheetNumber(path, name));
            else if (numbers.Any(item => OptionValue.WholeNumber(item) is null))
                problems.Add(new(path, $"{path} is {OptionValue.Show(value)} but must be a list of sheet numbers."));
            else
                sheets[number] = [.. numbers.Select(item => OptionValue.WholeNumber(item)!.Value)];
        }

        key.Set(options, sheets);
        return problems;
    }

    private static OptionProblem NotAString(string path, object? value)
    {
        string advice = value is string or null ? "" : " Put strings in quotes.";
        return new(path, $"{path} is {OptionValue.Show(value)} but must be a string.{advice}");
    }
}
