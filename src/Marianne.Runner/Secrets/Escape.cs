namespace Marianne.Secrets;

/// <summary>An escape sequence.</summary>
/// <param name="Kind">What the sequence stands for.</param>
/// <param name="Code">The character or the byte.</param>
/// <param name="Length">The number of characters of the sequence.</param>
internal readonly record struct Escape(EscapeKind Kind, int Code, int Length)
{
    private const int LastCharacter = 0x10FFFF;

    /// <summary>There is no sequence: the character stands for itself.</summary>
    public static Escape None { get; } = new(EscapeKind.None, 0, 1);

    /// <summary>Indicates whether the sequence is a backslash and a letter, which has two meanings.</summary>
    public bool IsLetter { get; init; }

    /// <summary>Returns a sequence that is ignored.</summary>
    public static Escape OfNothing(int length) => new(EscapeKind.Nothing, 0, length);

    /// <summary>Returns a sequence for a character, or <see cref="None"/> if the code is not that of a character.</summary>
    public static Escape OfCharacter(int code, int length) =>
        code is >= 0 and <= LastCharacter ? new(EscapeKind.Character, code, length) : None;

    /// <summary>Returns a sequence for a byte.</summary>
    public static Escape OfByte(int code, int length) => new(EscapeKind.Byte, code, length);
}
