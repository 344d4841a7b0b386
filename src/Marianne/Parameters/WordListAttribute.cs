namespace Marianne.Commands;

/// <summary>Reads a list of words, also as one text with commas or semicolons between them.</summary>
public sealed class WordListAttribute : CellAttribute
{
    private static readonly char[] Separators = [',', ';'];

    private protected override object Parse(string text) =>
        text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
