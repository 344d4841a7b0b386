using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>The writers of scores, one for each format.</summary>
internal static class ScoreWriters
{
    /// <summary>Returns the writer of a format. Only the writer of YAML loads the storage assembly.</summary>
    public static IScoreWriter Of(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => StorageAssembly.YamlWriter,
        ScoreFormat.Json => new JsonScoreWriter(),
        _ => new DataFileScoreWriter(),
    };
}
