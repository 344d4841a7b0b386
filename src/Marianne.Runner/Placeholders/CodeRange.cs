namespace Marianne.Placeholders;

/// <summary>A part of a command that another program reads as code.</summary>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last character.</param>
/// <param name="Program">The name of the program.</param>
internal sealed record CodeRange(int Start, int End, string Program)
{
    /// <summary>Determines whether a placeholder is in this part.</summary>
    /// <param name="slot">The placeholder.</param>
    public bool Contains(PlaceholderSlot slot) => slot.Start >= Start && slot.Start < End;
}
