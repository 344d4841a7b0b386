using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Reads the text of one format. What it says is not its business: <see cref="Score.Section"/> knows that.</summary>
public interface IScoreReader
{
    /// <summary>The keys and values of a text, with their places.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ScoreSyntaxException">
    /// It is not of this format, empty, no map, beyond <see cref="ScoreLimits"/>, or has a key twice.
    /// </exception>
    SourceMap Read(string text);
}
