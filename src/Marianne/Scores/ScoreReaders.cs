using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Selects the reader for the format of a score.</summary>
internal static class ScoreReaders
{
    /// <summary>Returns the reader for a format. Only the YAML reader loads the storage assembly.</summary>
    public static IScoreReader Of(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => StoreFactory.YamlScores,
        ScoreFormat.Json => new JsonScoreReader(),
        _ => new DataFileScoreReader(),
    };
}
