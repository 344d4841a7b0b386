using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>The readers of scores, one a format.</summary>
internal static class ScoreReaders
{
    /// <summary>The reader of a format. Only that of YAML makes the storage assembly be loaded.</summary>
    public static IScoreReader Of(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => StoreFactory.YamlScores,
        ScoreFormat.Json => new JsonScoreReader(),
        _ => new DataFileScoreReader(),
    };
}
