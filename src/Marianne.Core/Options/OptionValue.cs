using System.Collections;
using System.Globalization;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>The values of keys, as readers of files give them: true or false, numbers, texts, lists and maps.</summary>
internal static class OptionValue
{
    private const int MostShown = 200;

    /// <summary>The kind of value that a property of a type holds.</summary>
    public static OptionValueKind KindOf(Type type)
    {
        type = Plain(type);
        return type == typeof(bool) ? OptionValueKind.Boolean
            : type == typeof(int) ? OptionValueKind.WholeNumber
            : type == typeof(double) || type == typeof(decimal) ? OptionValueKind.Number
            : type == typeof(string) ? OptionValueKind.Text
            : type.IsEnum ? OptionValueKind.Word
            : type == typeof(IReadOnlyList<string>) ? OptionValueKind.Texts
            : type == typeof(IReadOnlyDictionary<string, string>) ? OptionValueKind.TextsByName
            : type == typeof(IReadOnlyDictionary<int, IReadOnlyCollection<int>>) ? OptionValueKind.SheetsBySheet
            : IsSection(type) ? OptionValueKind.Section
            : SectionTypeOf(type) is null ? throw new NotSupportedException($"No key can be of the type {type}.")
            : type.GetGenericArguments().Length == 1 ? OptionValueKind.Sections
            : OptionValueKind.SectionsBySheet;
    }

    /// <summary>The type of the sections in a value of a type; nothing when it has none.</summary>
    public static Type? SectionTypeOf(Type type) =>
        IsSection(type) ? type
        : type.IsGenericType && type.GetGenericArguments()[^1] is { } item && IsSection(item) ? item
        : null;

    /// <summary>The words that a value of a type may be, as files have them.</summary>
    public static IReadOnlyList<string> WordsOf(Type type) =>
        Plain(type).IsEnum ? [.. Enum.GetNames(Plain(type)).Select(SnakeCaseName.Of)] : [];

    /// <summary>A value of an enumeration as files have it.</summary>
    public static string WordOf(Enum word) => SnakeCaseName.Of(word.ToString());

    /// <summary>A single value as a property of a type takes it; nothing when it cannot be that.</summary>
    public static object? Convert(object? written, Type type) => KindOf(type) switch
    {
        OptionValueKind.Boolean => written as bool?,
        OptionValueKind.WholeNumber => WholeNumber(written),
        OptionValueKind.Number => Plain(type) == typeof(decimal) ? Money(written) : Number(written),
        OptionValueKind.Text => Text(written),
        OptionValueKind.Word => Word(written, Plain(type)),
        var kind => throw new NotSupportedException($"A {kind} is read in parts."),
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
    public static OptionProblem NoSheetNumber(string path, string name) =>
        new(path, $"{Show(name)} is no number of a sheet. Write the number, from 1.") { IsOfKey = true };

    /// <summary>
    /// The number of a sheet that a key stands for; nothing when it stands for none. Each has one form only, so that none
    /// comes twice.
    /// </summary>
    public static int? SheetNumber(string key) =>
        key is { Length: > 0 and <= 9 } && key[0] != '0' && key.All(char.IsAsciiDigit)
            ? int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The value as a message shows it.</summary>
    public static string Show(object? value)
    {
        string shown = value switch
        {
            null => "nothing",
            bool truth => truth ? "true" : "false",
            string text => $"'{Printable(text)}'",
            Enum word => WordOf(word),
            _ when Map(value) is not null || value is IDictionary => "keys and values",
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Take(MostShown).Select(Show))}]",
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return TextTruncation.Shorten(shown, MostShown);
    }

    /// <summary>The value as a whole number; nothing when it is none.</summary>
    public static int? WholeNumber(object? written) =>
        Number(written) is { } number and >= int.MinValue and <= int.MaxValue && double.IsInteger(number)
            ? (int)number
            : null;

    /// <summary>The value as a text; nothing when it is none. No process takes one with a null character in it.</summary>
    public static string? Text(object? written) => written is string text && !text.Contains('\0') ? text : null;

    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;

        IEnumerable<string> characters = text.Take(MostShown).Select(character => character switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            _ => character.ToString(),
        });
        return string.Concat(characters);
    }

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsSection(Type type) => type.IsSubclassOf(typeof(OptionSet));

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

    private static object? Word(object? written, Type type)
    {
        int index = written is string text ? WordsOf(type).ToList().IndexOf(text) : -1;
        return index < 0 ? null : Enum.GetValues(type).GetValue(index);
    }
}
