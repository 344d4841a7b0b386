namespace Marianne.Commands;

/// <summary>Texts that may come from a cell of a CSV file, where an empty one is no value.</summary>
internal static class EmptyCell
{
    /// <summary>The text, or nothing when it is empty: PowerShell turns nothing into an empty text.</summary>
    public static string? OrNone(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
