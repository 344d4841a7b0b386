using System.Globalization;

namespace Marianne.Commands;

/// <summary>Converts a number, also as text. The decimal separator is a point in every culture.</summary>
public sealed class NumberAttribute : CellAttribute
{
    private const string Expected = "a valid number";

    private protected override object Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? Convert(number)
            : throw Invalid(text, Expected);

    private protected override object Convert(object value) =>
        value is double number && !double.IsFinite(number) ? throw Invalid(value, Expected) : value;
}
