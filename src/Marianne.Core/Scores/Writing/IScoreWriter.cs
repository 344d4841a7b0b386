using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes scores in one format.</summary>
public interface IScoreWriter
{
    /// <summary>
    /// Returns the text of a file with the keys and values of a score. If the format has comments, the remaining sections
    /// follow as comments, with the defaults of their keys.
    /// </summary>
    /// <param name="score">The keys and values.</param>
    string Write(SourceMap score);
}
