using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Converts the status of a sheet, from its name or from the word that stores use.</summary>
public sealed class SheetStatusAttribute : CellAttribute
{
    private const string Expected = "a valid status of a sheet, such as Completed, Failed or Skipped";

    private protected override object Parse(string text) =>
        SnakeCaseName.TryParse(text.ToLowerInvariant(), out SheetStatus status)
        || (!char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out status))
            ? status
            : throw Invalid(text, Expected);

    private protected override object Convert(object value) => value is SheetStatus ? value : throw Invalid(value, Expected);
}
