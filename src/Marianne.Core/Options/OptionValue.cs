using System.Collections;
using System.Globalization;
using Marianne.Collections;
using Marianne.Durations;
using Marianne.Text;

namespace Marianne.Options;

/// <summary>Converts the values of keys that readers return: Booleans, numbers, strings, lists and maps.</summary>
internal static class OptionValue
{
    private const int MaximumShown = 200;

    /// <summary>Returns the kind of value of a type of property.</summary>
    public static OptionValueKind KindOf(Type type)
    {
        type = NotNullable(type);
        return type == typeof(bool) ? OptionValueKind.Boolean
            : type == typeof(int) ? OptionValueKind.WholeNumber
            : type == typeof(double) || type == typeof(decimal) ? OptionValueKind.Number
            : type == typeof(TimeSpan) ? OptionValueKind.Duration
            : type == typeof(string) ? OptionValueKind.Text
            : type.IsEnum ? OptionValueKind.Choice
            : type == typeof(IReadOnlyList<string>) ? OptionValueKind.TextList
            : type == typeof(IReadOnlyDictionary<string, string>) ? OptionValueKind.TextMap
            : type == typeof(IReadOnlyDictionary<int, IReadOnlyCollection<int>>) ? OptionValueKind.SheetLists
            : type == typeof(CommandLine) ? OptionValueKind.CommandLine
            : type == typeof(IReadOnlyDictionary<string, object?>) ? OptionValueKind.ValueMap
            : type == typeof(object) ? OptionValueKind.Value
            : IsSection(type) ? OptionValueKind.Section
            : SectionTypeOf(type) is null ? throw new NotSupportedException($"A key cannot have the type {type}.")
            : type.GetGenericArguments().Length == 1 ? OptionValueKind.SectionList
            : type.GetGenericArguments()[0] == typeof(string) ? OptionValueKind.SectionsByName
            : OptionValueKind.SectionsBySheet;
    }

    /// <summary>Returns the type of the sections within a type of property, or <c>null</c> if it has none.</summary>
    public static Type? SectionTypeOf(Type type) =>
        IsSection(type) ? type
        : type.IsGenericType && type.GetGenericArguments()[^1] is { } item && IsSection(item) ? item
        : null;

    /// <summary>Returns the words that a type of property allows, as they are written in files.</summary>
    public static IReadOnlyList<string> ChoicesOf(Type type) =>
        NotNullable(type).IsEnum
            ? [.. Enum.GetNames(NotNullable(type)).Select(SnakeCaseName.Of)]
            : [];

    /// <summary>Returns a member of an enumeration as it is written in files.</summary>
    public static string WordOf(Enum member) => SnakeCaseName.Of(member.ToString());

    /// <summary>Converts a single value to a type of property. Returns <c>null</c> if it cannot be converted.</summary>
    public static object? Convert(object? source, Type type) => KindOf(type) switch
    {
        OptionValueKind.Boolean => source as bool?,
        OptionValueKind.WholeNumber => WholeNumber(source),
        OptionValueKind.Number => NotNullable(type) == typeof(decimal) ? Money(source) : Number(source),
        OptionValueKind.Duration => Duration(source),
        OptionValueKind.Text => Text(source),
        OptionValueKind.Choice => Choice(source, NotNullable(type)),
        OptionValueKind.CommandLine => Command(source),
        OptionValueKind.Value => Value(source),
        var kind => throw new NotSupportedException($"A {kind} is not a single value."),
    };

    /// <summary>Returns the value as a map, or <c>null</c> if it is not one.</summary>
    public static IEnumerable<KeyValuePair<string, object?>>? Map(object? source) =>
        source as IEnumerable<KeyValuePair<string, object?>>;

    /// <summary>Returns the value as a list, or <c>null</c> if it is not one.</summary>
    public static IReadOnlyList<object?>? List(object? source) =>
        source is string or IDictionary or not IEnumerable || Map(source) is not null
            ? null
            : [.. ((IEnumerable)source).Cast<object?>()];

    /// <summary>Creates the problem of a key that must be a sheet number and is not.</summary>
    public static OptionProblem InvalidSheetNumber(string path, string name) =>
        new(path, $"{Show(name)} is not a valid sheet number. Sheets are numbered from 1.") { IsOfKey = true };

    /// <summary>
    /// Returns the sheet number that a key stands for, or <c>null</c> if it is not one. Leading zeros and signs are not
    /// allowed, so that two keys cannot have the same number.
    /// </summary>
    public static int? SheetNumber(string key) =>
        key is { Length: > 0 and <= 9 } && key[0] != '0' && key.All(char.IsAsciiDigit)
            ? int.Parse(key, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Returns the value as a message shows it.</summary>
    public static string Show(object? value)
    {
        string shown = value switch
        {
            null => "null",
            bool isTrue => isTrue ? "true" : "false",
            string text => $"'{Printable(text)}'",
            Enum member => WordOf(member),
            TimeSpan duration => DurationParser.Format(duration),
            CommandLine command => command.Text is { } line ? $"'{Printable(line)}'" : Show(command.Arguments),
            _ when Map(value) is not null || value is IDictionary => "a map",
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Take(MaximumShown).Select(Show))}]",
            _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
        return TextTruncation.Shorten(shown, MaximumShown);
    }

    /// <summary>Returns the value as a 32-bit integer, or <c>null</c> if it is not one.</summary>
    public static int? WholeNumber(object? source) =>
        Number(source) is { } number and >= int.MinValue and <= int.MaxValue && double.IsInteger(number)
            ? (int)number
            : null;

    /// <summary>
    /// Returns the value as a string, or <c>null</c> if it is not one or has a null character, which no process can be given.
    /// </summary>
    public static string? Text(object? source) => source is string text && !text.Contains('\0') ? text : null;

    /// <summary>Returns the value as a duration that a store can keep, or <c>null</c> if it is not one.</summary>
    private static TimeSpan? Duration(object? source)
    {
        double? seconds = source switch
        {
            TimeSpan duration => duration.TotalSeconds,
            string text => DurationParser.Seconds(text),
            _ => Number(source),
        };
        return seconds is { } known && Durations.Duration.IsStored(known) ? TimeSpan.FromSeconds(known) : null;
    }

    private static object? Value(object? source) =>
        List(source) is not { } list ? Single(source)
        : list.Select(Item).ToArray() is var items && !items.Contains(null) ? ReadOnlyItems<object>.Of(items!)
        : null;

    /// <summary>Returns a single value or an object. The properties of an object are in the order of their names.</summary>
    private static object? Item(object? source) => Map(source) is { } map
        ? ReadOnlyMap<string, object?>.Of(new SortedDictionary<string, object?>(
            map.ToDictionary(entry => entry.Key, entry => Inner(entry.Value)), StringComparer.Ordinal))
        : Single(source);

    private static object? Inner(object? source) =>
        List(source) is { } list ? ReadOnlyItems<object?>.Of([.. list.Select(Inner)]) : Map(source) is null ? source : Item(source);

    private static object? Single(object? source) => (object?)Text(source) ?? source as bool? ?? (Number(source) is null ? null : source);

    private static CommandLine? Command(object? source) =>
        Text(source) is { } text ? string.IsNullOrWhiteSpace(text) ? null : new CommandLine(text)
        : List(source) is { Count: > 0 } list && list.All(item => Text(item) is not null) && !string.IsNullOrWhiteSpace((string)list[0]!)
            ? new CommandLine([.. list.Cast<string>()])
            : null;

    private static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
            return text;

        IEnumerable<string> characters = TextTruncation.First(text, MaximumShown).Select(character => character switch
        {
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ when char.IsControl(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
            _ => character.ToString(),
        });
        return string.Concat(characters);
    }

    private static Type NotNullable(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsSection(Type type) => type.IsSubclassOf(typeof(OptionSet));

    private static decimal? Money(object? source) => source switch
    {
        decimal exact => exact,
        _ => Number(source) is { } number && Math.Abs(number) < (double)decimal.MaxValue ? (decimal)number : null,
    };

    private static double? Number(object? source) => source switch
    {
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            System.Convert.ToDouble(source, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static object? Choice(object? source, Type type)
    {
        int index = source is string text ? ChoicesOf(type).ToList().IndexOf(text) : -1;
        return index < 0 ? null : Enum.GetValues(type).GetValue(index);
    }
}
