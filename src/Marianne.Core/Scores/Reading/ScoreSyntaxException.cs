using Marianne.Options;

namespace Marianne.Scores;

/// <summary>The exception that is thrown if a text is not valid in its format, or exceeds <see cref="ScoreLimits"/>.</summary>
/// <remarks>Readers throw it. A caller turns it into a <see cref="ScoreReadResult"/>.</remarks>
public sealed class ScoreSyntaxException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="message">What is wrong, and how to correct it.</param>
    /// <param name="position">The position in the text; <c>null</c> if it is not known.</param>
    public ScoreSyntaxException(string message, SourcePosition? position = null)
        : base(message) => Position = position;

    /// <summary>The position in the text; <c>null</c> if it is not known.</summary>
    public SourcePosition? Position { get; }

    /// <summary>Indicates whether the text has no keys at all, so that the message says what a score needs.</summary>
    internal bool HasNoKeys { get; init; }
}
