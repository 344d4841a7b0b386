using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Reads scores in one format. The keys and values are not validated; <see cref="ScoreReadResult"/> does that.</summary>
public interface IScoreReader
{
    /// <summary>Returns the keys and values of a text with their positions.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ScoreSyntaxException">
    /// The text is invalid in this format, is empty, is not a map, exceeds <see cref="ScoreLimits"/>, or has a duplicate key.
    /// </exception>
    SourceMap Read(string text);
}
