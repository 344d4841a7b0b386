using Marianne.Jobs;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>A score as a job stores it: its JSON, and a hash that is equal for equal scores.</summary>
/// <remarks>
/// Neither depends on the score's folder or file. Create the snapshot once and keep it: that serializes the score.
/// </remarks>
public sealed record ScoreSnapshot
{
    private ScoreSnapshot(string json, string hash)
    {
        Json = json;
        Hash = hash;
    }

    /// <summary>The compact JSON text that <see cref="ScoreJson.Of"/> returns.</summary>
    public string Json { get; }

    /// <summary>The <see cref="ConfigHash"/> of the JSON; the order of its keys does not matter.</summary>
    public string Hash { get; }

    /// <summary>Creates the snapshot of a score.</summary>
    /// <param name="score">The score.</param>
    public static ScoreSnapshot Of(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);

        SourceMap tree = ScoreTree.Of(score);
        return new ScoreSnapshot(ScoreJson.TextOf(tree), ConfigHash.OfOrdered(ScoreJson.OrderedBytesOf(tree)));
    }
}
