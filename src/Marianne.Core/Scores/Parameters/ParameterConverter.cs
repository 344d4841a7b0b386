using System.Globalization;
using Marianne.Collections;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Converts the values of parameters. A value may be the text of a number or a Boolean, as a command line has it.</summary>
internal static class ParameterConverter
{
    /// <summary>Returns what a value must be, in words.</summary>
    /// <param name="type">The type of the parameter.</param>
    public static string MeaningOf(ParameterType type) => type switch
    {
        ParameterType.Int => "a whole number",
        ParameterType.Number => "a number",
        ParameterType.Bool => "true or false",
        ParameterType.Path => "a path",
        ParameterType.List => "a list of strings or objects",
        _ => "a string",
    };

    /// <summary>
    /// Converts a value to the type of a parameter: a string, a <see cref="long"/>, a <see cref="double"/>, a <see cref="bool"/> or a
    /// list of strings and objects. Returns <c>null</c> if it cannot be converted.
    /// </summary>
    /// <param name="type">The type of the parameter.</param>
    /// <param name="value">The value.</param>
    public static object? Convert(ParameterType type, object? value) => type switch
    {
        ParameterType.Int => Whole(value),
        ParameterType.Number => Number(value),
        ParameterType.Bool => value is string text && bool.TryParse(text, out bool parsed) ? parsed : value as bool?,
        ParameterType.List => List(value),
        ParameterType.Path => OptionValue.Text(value) is { Length: > 0 } path && !string.IsNullOrWhiteSpace(path) ? path : null,
        _ => OptionValue.Text(value),
    };

    /// <summary>Returns a converted value as a text.</summary>
    /// <param name="value">The value.</param>
    public static string TextOf(object value) => value switch
    {
        string text => text,
        bool isTrue => isTrue ? "true" : "false",
        IReadOnlyList<string> list => string.Join('\n', list),
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static long? Whole(object? value) => value switch
    {
        string text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long parsed) ? parsed : null,
        long or int or short or sbyte or byte or ushort or uint => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong large => large <= long.MaxValue ? (long)large : null,
        double or float or decimal when System.Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number
            && double.IsInteger(number) && Math.Abs(number) < 1L << 53 => (long)number,
        _ => null,
    };

    private static double? Number(object? value)
    {
        double? number = value switch
        {
            string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null,
            sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
                System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
            _ => null,
        };
        return number is { } found && double.IsFinite(found) ? found : null;
    }

    private static IReadOnlyList<string>? List(object? value)
    {
        if (OptionValue.Text(value) is { } single)
            return ReadOnlyItems<string>.Of([single]);
        if (value is ItemDataList converted)
            return converted;

        object?[]? items = OptionValue.List(value)?.Select(ItemOf).ToArray();
        return items is null || items.Contains(null) ? null : ItemDataList.Of([.. items.OfType<object>()]);
    }

    private static object? ItemOf(object? item) => item switch
    {
        string => OptionValue.Text(item),
        ItemData => item,
        _ when OptionValue.Map(item) is { } map => ItemData.OfMap(map, text => text),
        bool isTrue => TextOf(isTrue),
        _ => Number(item) is null ? null : System.Convert.ToString(item, CultureInfo.InvariantCulture),
    };
}
