using Marianne.Collections;

namespace Marianne.Options;

/// <summary>A command: a line for the platform's shell, or a program with its arguments, which need no quotes.</summary>
public sealed record CommandLine
{
    /// <summary>Creates a line for the shell.</summary>
    /// <param name="text">The line.</param>
    public CommandLine(string text) => Text = text;

    /// <summary>Creates a program with its arguments.</summary>
    /// <param name="arguments">The program and its arguments.</param>
    public CommandLine(IReadOnlyList<string> arguments) => Arguments = ReadOnlyItems<string>.Of(arguments);

    /// <summary>The line for the shell; <c>null</c> if the command is a program with arguments.</summary>
    public string? Text { get; }

    /// <summary>The program and its arguments; empty if the command is a line for the shell.</summary>
    public IReadOnlyList<string> Arguments { get; } = ReadOnlyItems<string>.Empty;

    /// <inheritdoc/>
    public bool Equals(CommandLine? other) =>
        other is not null && Text == other.Text && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Arguments.Count);

    /// <summary>Returns the line, or the program and its arguments with blanks between them.</summary>
    public override string ToString() => Text ?? string.Join(' ', Arguments);
}
