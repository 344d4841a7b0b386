using System.Globalization;

namespace Marianne.Commands;

/// <summary>Reads a number, also as text, with a point before its decimals in every culture.</summary>
public sealed class NumberAttribute : CellAttribute
{
    private protected override object Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? Convert(number)
            : throw Bad(text, "a number");

    private protected override object Convert(object value) =>
        value is double number && !double.IsFinite(number) ? throw Bad(value, "a number") : value;
}
