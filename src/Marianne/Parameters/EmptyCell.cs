namespace Marianne.Commands;

/// <summary>Extensions for texts that may come from a cell of a CSV file, where an empty cell is no value.</summary>
internal static class EmptyCell
{
    /// <summary>Returns the text, or <c>null</c> if it is empty. PowerShell converts <c>null</c> to an empty text.</summary>
    public static string? OrNone(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
