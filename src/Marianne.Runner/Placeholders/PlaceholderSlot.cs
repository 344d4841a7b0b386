namespace Marianne.Placeholders;

/// <summary>A placeholder in a command, such as <c>{workspace}</c>.</summary>
/// <param name="Start">The index of its opening brace.</param>
/// <param name="Name">The name in its braces.</param>
/// <param name="Quoting">The quotes that it is in.</param>
internal readonly record struct PlaceholderSlot(int Start, string Name, QuotingContext Quoting)
{
    /// <summary>The index after its closing brace.</summary>
    public int End => Start + Name.Length + 2;

    /// <summary>Returns the name of the placeholder that starts at an index, or <c>null</c> if none does.</summary>
    /// <param name="text">The command.</param>
    /// <param name="index">The index.</param>
    /// <param name="names">The names of placeholders.</param>
    public static string? NameAt(string text, int index, IEnumerable<string> names)
    {
        bool isVariable = index > 0 && text[index - 1] == '$'; // ${workspace} is a variable of the shell.
        return text[index] != '{' || isVariable
            ? null
            : names.FirstOrDefault(name =>
                string.CompareOrdinal(text, index + 1, name, 0, name.Length) == 0
                && text.ElementAtOrDefault(index + 1 + name.Length) == '}');
    }
}
