using Marianne.Options;

namespace Marianne.Scores;

/// <summary>
/// A text is not written as its format wants it, or beyond the limits, so that nothing can be said of its keys.
/// </summary>
/// <remarks>Readers throw it; the score file reader makes a <see cref="ScoreReadResult"/> of it.</remarks>
public sealed class ScoreSyntaxException : Exception
{
    /// <summary>Makes an error.</summary>
    /// <param name="message">What is wrong, and what to do.</param>
    /// <param name="mark">Where; nothing when it is of the whole, or the format knows no places.</param>
    public ScoreSyntaxException(string message, SourcePosition? mark = null)
        : base(message) => Mark = mark;

    /// <summary>Where it is.</summary>
    public SourcePosition? Mark { get; }
}
