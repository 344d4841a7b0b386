using System.Collections;

namespace Marianne.Options;

/// <summary>Reads the value of a key that has keys of its own: once, as a list, or by the number of a sheet.</summary>
internal static class OptionSectionReader
{
    /// <summary>Gives options the value that a file has; what of it cannot be read.</summary>
    public static IEnumerable<OptionProblem> Read(OptionKey key, OptionSet options, object? written) => key.Kind switch
    {
        OptionValueKind.Section when OptionValue.Map(written) is { } map => ReadOne(key, options, map),
        OptionValueKind.Sections when OptionValue.List(written) is { } list => ReadList(key, options, list),
        OptionValueKind.SectionsBySheet when OptionValue.Map(written) is { } map => ReadBySheet(key, options, map),
        _ => [key.Refuse(written)],
    };

    private static IEnumerable<OptionProblem> ReadOne(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        (OptionSet part, IReadOnlyList<OptionProblem> unreadable) = key.Section!.ReadUnchecked(written);
        key.Set(options, part);
        return unreadable.Select(problem => problem.Within(key.Name));
    }

    private static List<OptionProblem> ReadList(OptionKey key, OptionSet options, IReadOnlyList<object?> written)
    {
        List<OptionProblem> problems = [];
        var parts = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(key.Section!.OptionsType))!;
        for (int index = 0; index < written.Count; index++)
            parts.Add(ReadItem(key, written[index], $"{key.Name}[{index}]", problems));
        key.Set(options, parts);
        return problems;
    }

    private static List<OptionProblem> ReadBySheet(
        OptionKey key, OptionSet options, IEnumerable<KeyValuePair<string, object?>> written)
    {
        List<OptionProblem> problems = [];
        var parts = (IDictionary)Activator.CreateInstance(
            typeof(SortedDictionary<,>).MakeGenericType(typeof(int), key.Section!.OptionsType))!;
        foreach ((string name, object? value) in written)
        {
            string path = $"{key.Name}.{name}";
            if (OptionValue.SheetNumber(name) is { } number)
                parts[number] = ReadItem(key, value, path, problems);
            else
                problems.Add(OptionValue.NoSheetNumber(path, name));
        }

        key.Set(options, parts);
        return problems;
    }

    /// <summary>One item; one that cannot be read keeps its place, so that the numbers of the others stay right.</summary>
    private static OptionSet ReadItem(OptionKey key, object? written, string path, List<OptionProblem> problems)
    {
        (OptionSet part, IReadOnlyList<OptionProblem> unreadable) = key.Section!.ReadUnchecked(OptionValue.Map(written) ?? []);
        if (OptionValue.Map(written) is null)
            problems.Add(new OptionProblem(path, $"{path} is {OptionValue.Show(written)}, and must be keys and values."));
        problems.AddRange(unreadable.Select(problem => problem.Within(path)));
        return part;
    }
}
