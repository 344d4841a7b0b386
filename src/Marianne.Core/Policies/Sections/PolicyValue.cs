using System.Collections;
using System.Globalization;

namespace Marianne.Policies;

/// <summary>The values of keys, as readers of files give them: true or false, numbers, texts and lists.</summary>
internal static class PolicyValue
{
    /// <summary>The value as a property of a type takes it; nothing when it cannot be that.</summary>
    public static object? Convert(object? written, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) ? written as bool?
            : type == typeof(int) ? WholeNumber(written)
            : type == typeof(double) ? Number(written)
            : type == typeof(decimal) ? Money(written)
            : Texts(written);
    }

    /// <summary>The value as a message shows it.</summary>
    public static string Show(object? value) => value switch
    {
        null => "nothing",
        bool truth => truth ? "true" : "false",
        string text => $"'{text}'",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Show))}]",
        _ => System.Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

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

    private static string[]? Texts(object? written)
    {
        if (written is string or IDictionary or not IEnumerable)
            return null;

        object?[] items = [.. ((IEnumerable)written).Cast<object?>()];
        return items.All(item => item is string) ? [.. items.Cast<string>()] : null;
    }
}
