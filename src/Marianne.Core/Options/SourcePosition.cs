namespace Marianne.Options;

/// <summary>A position in a text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in the line, from 1, in UTF-16 code units.</param>
public readonly record struct SourcePosition(int Line, int Column);
