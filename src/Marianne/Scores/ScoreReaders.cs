using Marianne.Instruments;
using Marianne.Scores;

namespace Marianne.Commands;

/// <summary>Reads score files in all formats.</summary>
internal static class ScoreReaders
{
    /// <summary>Reads a score file, and reports its problems.</summary>
    /// <param name="file">The full path of the file.</param>
    public static ScoreReadResult Read(string file) => ScoreFile.Read(file, Of);

    /// <summary>Reads the user's own profiles of instruments.</summary>
    /// <exception cref="MarianneException">ScoreUnreadable: the folder of the profiles cannot be read.</exception>
    public static IReadOnlyDictionary<string, InstrumentOptions> OwnInstruments() => Instruments.OwnInstruments.Read(Of);

    /// <summary>Returns the reader of a format. Only the reader of YAML loads the storage assembly.</summary>
    public static IScoreReader Of(ScoreFormat format) => format switch
    {
        ScoreFormat.Yaml => StorageAssembly.YamlReader,
        ScoreFormat.Json => new JsonScoreReader(),
        _ => new DataFileScoreReader(),
    };
}
