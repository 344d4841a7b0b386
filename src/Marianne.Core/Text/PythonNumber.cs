using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Marianne.Text;

/// <summary>
/// Formats and reads numbers as Python does. An integral double has <c>.0</c>, so that it is read as a double again.
/// </summary>
public static class PythonNumber
{
    /// <summary>The maximum number of digits of an integer: the time to parse it grows with their square.</summary>
    public const int MaximumDigits = 300;

    private const int LowestPlain = -4;
    private const int LowestExponent = 16;
    private const double SmallestWithExponent = 1e16;

    /// <summary>Returns the shortest text that is parsed as exactly the same double.</summary>
    /// <param name="number">The number; it must be finite.</param>
    public static string Text(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (Math.Abs(number) < SmallestWithExponent && !text.Contains('E', StringComparison.Ordinal)) // Most are the same in both.
            return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";

        (string sign, string digits, int exponent) = Parts(text);
        if (exponent is < LowestPlain or >= LowestExponent)
        {
            string mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            string power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return $"{sign}{mantissa}e{(exponent < 0 ? '-' : '+')}{power}";
        }

        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? $"{sign}{digits.PadRight(exponent + 1, '0')}.0"
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>
    /// Reads the number at a token as a long, a BigInteger or a double. Returns <c>null</c> if it is too large for all of
    /// them.
    /// </summary>
    /// <param name="reader">The reader, at a number.</param>
    public static object? Read(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long whole))
            return whole;

        string text = reader.HasValueSequence
            ? Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(reader.ValueSequence))
            : Encoding.UTF8.GetString(reader.ValueSpan);
        if (text.AsSpan().TrimStart('-').IndexOfAnyExceptInRange('0', '9') < 0)
        {
            bool fits = text.TrimStart('-').Length <= MaximumDigits;
            return fits ? BigInteger.Parse(text, CultureInfo.InvariantCulture) : null;
        }

        return reader.TryGetDouble(out double number) && double.IsFinite(number) ? number : null;
    }

    /// <summary>Splits a number into its sign, its significant digits and the power of ten of the first digit.</summary>
    private static (string Sign, string Digits, int Exponent) Parts(string text)
    {
        string sign = text[0] == '-' ? "-" : "";
        int end = text.IndexOf('E', StringComparison.Ordinal);
        string mantissa = (end < 0 ? text : text[..end])[sign.Length..];
        int power = end < 0 ? 0 : int.Parse(text.AsSpan(end + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string all = mantissa.Replace(".", "", StringComparison.Ordinal);
        string digits = all.TrimStart('0');
        if (digits.Length == 0)
            return (sign, "0", 0);

        int whole = point < 0 ? mantissa.Length : point;
        return (sign, digits.TrimEnd('0'), power + whole - 1 - (all.Length - digits.Length));
    }
}
