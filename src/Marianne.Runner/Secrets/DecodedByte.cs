namespace Marianne.Secrets;

/// <summary>A byte that was decoded from a text.</summary>
/// <param name="Value">The byte.</param>
/// <param name="Span">The part of the text that stands for it.</param>
internal readonly record struct DecodedByte(byte Value, TextSpan Span);
