using System.Globalization;

namespace Marianne.Commands;

/// <summary>Converts a whole number of 32 bits, also as text.</summary>
public sealed class WholeNumberAttribute : CellAttribute
{
    private const string Expected = "a valid whole number";

    private protected override object Parse(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Invalid(text, Expected);

    // PowerShell would round 1.5 to 2.
    private protected override object Convert(object value) =>
        value is bool or float or double or decimal && !IsWhole(value) ? throw Invalid(value, Expected) : value;

    private static bool IsWhole(object value) =>
        value is not bool && System.Convert.ToDouble(value, CultureInfo.InvariantCulture) % 1 == 0;
}
