namespace Marianne.Placeholders;

/// <summary>A word of a command.</summary>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last character.</param>
/// <param name="Text">The word without its quotes.</param>
internal readonly record struct ShellWord(int Start, int End, string Text)
{
    /// <summary>The name of the program, if the word is its path.</summary>
    public string ProgramName
    {
        get
        {
            string name = Text[(Text.LastIndexOfAny(['/', '\\']) + 1)..];
            return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;
        }
    }
}
