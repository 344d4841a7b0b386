namespace Marianne.Placeholders;

/// <summary>A place in a command that something is put in.</summary>
/// <param name="Start">Where its <c>{</c> is.</param>
/// <param name="Name">What stands in its braces.</param>
/// <param name="Quoting">What it stands in.</param>
internal readonly record struct PlaceholderSlot(int Start, string Name, QuotingContext Quoting)
{
    /// <summary>Where the text goes on.</summary>
    public int End => Start + Name.Length + 2;

    /// <summary>The name of the place that begins at an index; nothing when none does.</summary>
    public static string? NameAt(string text, int index, IEnumerable<string> names)
    {
        bool isVariable = index > 0 && text[index - 1] == '$'; // ${workspace} is the shell's own.
        return text[index] != '{' || isVariable
            ? null
            : names.FirstOrDefault(name =>
                string.CompareOrdinal(text, index + 1, name, 0, name.Length) == 0
                && text.ElementAtOrDefault(index + 1 + name.Length) == '}');
    }
}
