using System.Globalization;

namespace Marianne.Policies;

/// <summary>Compares the values of conditions: texts, numbers, Booleans, lists of texts, and <c>null</c> for a missing value.</summary>
internal static class WhenValue
{
    /// <summary>Determines whether a value that stands alone is true: it is not missing, empty, 0 or false.</summary>
    /// <param name="value">The value.</param>
    public static bool IsTrue(object? value) => value switch
    {
        null => false,
        bool isTrue => isTrue,
        string text => text.Length > 0,
        IReadOnlyCollection<string> list => list.Count > 0,
        _ => NumberOf(value) != 0,
    };

    /// <summary>
    /// Compares two values. A text that is compared with a number or a Boolean counts as one if it is one; otherwise the two are not
    /// equal and have no order. Texts are compared character by character.
    /// </summary>
    /// <param name="comparison">One of == != &lt; &gt; &lt;= &gt;=.</param>
    /// <param name="left">The left value.</param>
    /// <param name="right">The right value.</param>
    public static bool Compare(string comparison, object? left, object? right)
    {
        int? order = OrderOf(left, right);
        return comparison switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    /// <summary>Returns the order of two values, or <c>null</c> if they have none.</summary>
    private static int? OrderOf(object? left, object? right)
    {
        if (left is null || right is null)
            return left is null && right is null ? 0 : null;
        if (left is bool || right is bool)
            return BooleanOf(left) is { } one && BooleanOf(right) is { } other ? one == other ? 0 : null : null;
        if (IsNumber(left) || IsNumber(right))
            return NumberOf(left) is { } number && NumberOf(right) is { } second ? number.CompareTo(second) : null;
        return string.CompareOrdinal(TextOf(left), TextOf(right));
    }

    private static bool IsNumber(object value) => value is long or double;

    private static bool? BooleanOf(object value) =>
        value as bool? ?? (value is string text && bool.TryParse(text, out bool parsed) ? parsed : null);

    private static double? NumberOf(object value) => value switch
    {
        long whole => whole,
        double number => number,
        string text => double.TryParse(text.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : null,
        _ => null,
    };

    private static string TextOf(object value) => value switch
    {
        string text => text,
        IEnumerable<string> list => string.Join('\n', list),
        _ => value.ToString()!, // An object of an item.
    };
}
