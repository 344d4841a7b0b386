using System.Collections;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>Reads the value of a key that has keys of its own: one map, a list of maps, or maps by sheet number.</summary>
internal static class OptionSectionReader
{
    /// <summary>Sets the value of a key to a value from a file. Returns the problems of what cannot be converted.</summary>
    public static IEnumerable<OptionProblem> Read(OptionKey key, OptionSet options, object? source) => key.Kind switch
    {
        OptionValueKind.Section when OptionValue.Map(source) is { } map => ReadOne(key, options, map),
        OptionValueKind.SectionList when OptionValue.List(source) is { } list => ReadList(key, options, list),
        OptionValueKind.SectionsByName when OptionValue.Map(source) is { } map => ReadByName(key, options, map),
        OptionValueKind.SectionsBySheet when OptionValue.Map(source) is { } map => ReadBySheet(key, options, map),
        _ => [key.Invalid(source)],
    };

    private static IEnumerable<OptionProblem> ReadOne(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        (OptionSet inner, IReadOnlyList<OptionProblem> problems) = key.Section!.ReadUnvalidated(source);
        key.Set(options, inner);
        return problems.Select(problem => problem.Within(key.Name));
    }

    private static List<OptionProblem> ReadList(OptionKey key, OptionSet options, IReadOnlyList<object?> source)
    {
        List<OptionProblem> problems = [];
        var items = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(key.Section!.OptionsType))!;
        for (int index = 0; index < source.Count; index++)
            items.Add(ReadItem(key, source[index], $"{key.Name}[{index}]", problems));
        key.Set(options, items);
        return problems;
    }

    private static List<OptionProblem> ReadBySheet(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        List<OptionProblem> problems = [];
        var items = (IDictionary)Activator.CreateInstance(
            typeof(SortedDictionary<,>).MakeGenericType(typeof(int), key.Section!.OptionsType))!;
        foreach ((string name, object? value) in source)
        {
            string path = $"{key.Name}.{name}";
            if (OptionValue.SheetNumber(name) is { } number)
                items[number] = ReadItem(key, value, path, problems);
            else
                problems.Add(OptionValue.InvalidSheetNumber(path, name));
        }

        key.Set(options, items);
        return problems;
    }

    private static List<OptionProblem> ReadByName(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> source)
    {
        List<OptionProblem> problems = [];
        var items = (IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), key.Section!.OptionsType), StringComparer.Ordinal)!;
        foreach ((string name, object? value) in source)
        {
            string path = $"{key.Name}.{name}";
            if (key.NamePattern is not { } pattern || WholeText.Matches(name, pattern))
                items[name] = ReadItem(key, value, path, problems);
            else
                problems.Add(new(path, $"{OptionValue.Show(name)} is not a valid name. {key.NameAdvice}") { IsOfKey = true });
        }

        key.Set(options, items);
        return problems;
    }

    /// <summary>
    /// Reads an item. An item that cannot be read still returns options, so that the indexes of the others stay right.
    /// </summary>
    private static OptionSet ReadItem(OptionKey key, object? source, string path, List<OptionProblem> problems)
    {
        (OptionSet inner, IReadOnlyList<OptionProblem> found) = key.Section!.ReadUnvalidated(OptionValue.Map(source) ?? []);
        if (OptionValue.Map(source) is null)
            problems.Add(new OptionProblem(path, $"{path} is {OptionValue.Show(source)} but must be a map."));
        problems.AddRange(found.Select(problem => problem.Within(path)));
        return inner;
    }
}
