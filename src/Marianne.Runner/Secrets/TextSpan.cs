namespace Marianne.Secrets;

/// <summary>A part of a text.</summary>
/// <param name="Start">The index of the first character.</param>
/// <param name="End">The index after the last character.</param>
internal readonly record struct TextSpan(int Start, int End)
{
    /// <summary>Returns the same part of a text that begins earlier.</summary>
    /// <param name="offset">The number of characters before this text.</param>
    public TextSpan Move(int offset) => new(Start + offset, End + offset);
}
