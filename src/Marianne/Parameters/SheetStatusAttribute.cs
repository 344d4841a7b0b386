using Marianne.Jobs;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>Reads a status of a sheet, by its name or by the word that stores have for it.</summary>
public sealed class SheetStatusAttribute : CellAttribute
{
    private const string Expected = "a status of a sheet, such as Completed, Failed or Skipped";

    private protected override object Parse(string text) =>
        SnakeCaseName.TryParse(text.ToLowerInvariant(), out SheetStatus status)
        || (!char.IsAsciiDigit(text[0]) && Enum.TryParse(text, ignoreCase: true, out status))
            ? status
            : throw Bad(text, Expected);

    private protected override object Convert(object value) => value is SheetStatus ? value : throw Bad(value, Expected);
}
