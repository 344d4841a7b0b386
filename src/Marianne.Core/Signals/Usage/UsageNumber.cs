using System.Globalization;
using System.Text.Json;

namespace Marianne.Signals;

/// <summary>Reads numbers of tokens and amounts of money in the forms in which tools write them.</summary>
/// <remarks>
/// These are one number: <c>1000000</c>, <c>1000000.0</c>, <c>1e6</c>, <c>"1000000"</c>, <c>1,000,000</c>, <c>1_000_000</c>,
/// <c>1000k</c>, <c>1M</c>.
/// </remarks>
public static class UsageNumber
{
    private const NumberStyles Style =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;

    private const decimal Most = 1_000_000_000_000;

    /// <summary>Returns a number of tokens, rounded, or <c>null</c> if the value is not one.</summary>
    /// <param name="value">A number, or a text that contains one.</param>
    public static long? Tokens(JsonElement value) => Amount(value) is { } number ? (long)Math.Round(number) : null;

    /// <summary>Returns an amount, or <c>null</c> if the value is not one or is negative.</summary>
    /// <param name="value">A number, or a text that contains one.</param>
    public static decimal? Amount(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Amount(value.GetRawText()),
        JsonValueKind.String => Amount(value.GetString()!),
        _ => null,
    };

    /// <summary>Returns an amount, at most a million million, or <c>null</c> if the text is not one, is infinite or is negative.</summary>
    /// <param name="text">The text, which may begin with <c>$</c> or <c>~</c>.</param>
    public static decimal? Amount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        string digits = text.Trim().TrimStart('~', '$');
        decimal unit = digits.Length == 0 ? 1 : digits[^1] switch
        {
            'k' or 'K' => 1_000,
            'm' or 'M' => 1_000_000,
            _ => 1,
        };
        if (unit > 1)
            digits = digits[..^1];
        digits = WithoutGroups(digits);

        // A number with a great exponent is a double only.
        if (double.TryParse(digits, Style, CultureInfo.InvariantCulture, out double size) && size >= (double)Most)
            return double.IsFinite(size) ? Most : null;
        return decimal.TryParse(digits, Style, CultureInfo.InvariantCulture, out decimal number) && number >= 0
            ? Math.Min(number * unit, Most)
            : null;
    }

    private static string WithoutGroups(string digits)
    {
        string plain = digits.Replace("_", "", StringComparison.Ordinal);
        string[] groups = plain.Split('.')[0].Split(',');
        bool isGrouped = groups.Length > 1 && groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3);
        return isGrouped ? plain.Replace(",", "", StringComparison.Ordinal) : plain;
    }
}
