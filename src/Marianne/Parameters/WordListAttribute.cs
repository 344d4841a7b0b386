namespace Marianne.Commands;

/// <summary>Converts a list of words, also as one text in which commas or semicolons separate the words.</summary>
public sealed class WordListAttribute : CellAttribute
{
    private static readonly char[] Separators = [',', ';'];

    private protected override object Parse(string text) =>
        text.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
