using System.Collections;
using System.Globalization;
using System.Text.Json;

namespace Marianne.Scores;

/// <summary>The values of keys, as readers of files give them: true or false, numbers, texts, lists and maps.</summary>
internal static class ScoreValue
{
    private const int MostShown = 200;

    /// <summary>The kind of value that a property of a type holds.</summary>
    public static ScoreValueKind KindOf(Type type)
    {
        type = Plain(type);
        return type == typeof(bool) ? ScoreValueKind.Boolean
            : type == typeof(int) ? ScoreValueKind.WholeNumber
            : type == typeof(double) || type == typeof(decimal) ? ScoreValueKind.Number
            : type == typeof(string) ? ScoreValueKind.Text
            : type.IsEnum ? ScoreValueKind.Word
            : type == typeof(IReadOnlyList<string>) ? ScoreValueKind.Texts
            : type == typeof(IReadOnlyDictionary<string, string>) ? ScoreValueKind.TextsByName
            : type == typeof(IReadOnlyDictionary<int, IReadOnlyCollection<int>>) ? ScoreValueKind.SheetsBySheet
            : IsSection(type) ? ScoreValueKind.Section
            : SectionTypeOf(type) is null ? throw new NotSupportedException($"No key can be of the type {type}.")
            : type.GetGenericArguments().Length == 1 ? ScoreValueKind.Sections
            : ScoreValueKind.SectionsBySheet;
    }

    /// <summary>The type of the sections in a value of a type; nothing when it has none.</summary>
    public static Type? SectionTypeOf(Type type) =>
        IsSection(type) ? type
        : type.IsGenericType && type.GetGenericArguments()[^1] is { } item && IsSection(item) ? item
        : null;

    /// <summary>The words that a value of a type may be, as files have them.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) =>
        Plain(type).IsEnum ? [.. Enum.GetNames(Plain(type)).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)] : [];

    /// <summary>The value as a property of a type takes it; nothing when it cannot be that.</summary>
    public static object? Convert(object? written, Type type) => KindOf(type) switch
    {
        ScoreValueKind.Boolean => written as bool?,
        ScoreValueKind.WholeNumber => WholeNumber(written),
        ScoreValueKind.Number => Plain(type) == typeof(decimal) ? Money(written) : Number(written),
        ScoreValueKind.Text => Text(written),
        ScoreValueKind.Word => Word(written, Plain(type)),
        ScoreValueKind.Texts => Texts(written),
        ScoreValueKind.TextsByName => TextsByName(written),
        _ => SheetsBySheet(written),
    };

    /// <summary>The value as keys and values; nothing when it is none.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Map(object? written) =>
        written as IEnumerable<KeyValuePair<string, object?>>;

    /// <summary>The value as a list; nothing when it is none.</summary>
    public static IReadOnlyList<object?>? List(object? written) =>
        written is string or IDictionary or not IEnumerable || Map(written) is not null
            ? null
            : [.. ((IEnumerable)written).Cast<object?>()];

    /// <summary>The problem of a key that is to be a sheet's number and is none.</summary>
    public static ScoreProblem NoSheetNumber(string path, string name) =>
        new(path, $"'{name}' is no number of a sheet. Write the number, from 1.");

    /// <summary>The value as a message shows it.</summary>
    public static string Show(object? value)
    {
        string shown = value switch
        {
            null => "nothing",
            bool truth => truth ? "true" : "false",
            string text => $"'{text}'",
            Enum word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
            _ when Map(value) is not null || value is IDictionary => "keys and values",
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Take(MostShown).Select(Show))}]",
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return shown.Length <= MostShown ? shown : $"{shown.AsSpan(0, MostShown)}...";
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsSection(Type type) => type.IsSubclassOf(typeof(ScoreOptions));

    private static int? WholeNumber(object? written) =>
        Number(written) is { } number and >= int.MinValue and <= int.MaxValue && double.IsInteger(number)
            ? (int)number
            : null;

    private static decimal? Money(object? written) => written switch
    {
        decimal exact => exact,
        _ => Number(written) is { } number && Math.Abs(number) < (double)decimal.MaxValue ? (decimal)number : null,
    };

    private static double? Number(object? written) => written switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            System.Convert.ToDouble(written, CultureInfo.InvariantCulture),
        _ => null,
    };

    // No process takes a text with a NUL in it.
    private static string? Text(object? written) => written is string text && !text.Contains('\0') ? text : null;

    private static object? Word(object? written, Type type)
    {
        int index = written is string text ? WordsOf(type).ToList().IndexOf(text) : -1;
        return index < 0 ? null : Enum.GetValues(type).GetValue(index);
    }

    private static string[]? Texts(object? written) =>
        List(written) is { } items && items.All(item => Text(item) is not null) ? [.. items.Cast<string>()] : null;

    private static Dictionary<string, string>? TextsByName(object? written) =>
        Map(written) is { } map && map.All(entry => Text(entry.Value) is not null)
            ? map.ToDictionary(entry => entry.Key, entry => (string)entry.Value!)
            : null;

    private static SortedDictionary<int, IReadOnlyCollection<int>>? SheetsBySheet(object? written)
    {
        if (Map(written) is not { } map)
            return null;

        SortedDictionary<int, IReadOnlyCollection<int>> result = [];
        foreach ((string name, object? value) in map)
        {
            IReadOnlyList<object?> needed = List(value) ?? [value]; // One that needs one other may say so without a list.
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || needed.Any(item => WholeNumber(item) is null))
            {
                return null;
            }

            result[number] = [.. needed.Select(item => WholeNumber(item)!.Value)];
        }

        return result;
    }
}
