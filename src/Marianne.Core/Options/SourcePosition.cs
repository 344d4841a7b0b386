namespace Marianne.Options;

/// <summary>A place in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in that line, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column);
