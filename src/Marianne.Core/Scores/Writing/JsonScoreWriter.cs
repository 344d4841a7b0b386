using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes scores as indented JSON, with the address of the schema and without comments.</summary>
public sealed class JsonScoreWriter : IScoreWriter
{
    /// <inheritdoc/>
    public string Write(SourceMap score)
    {
        ArgumentNullException.ThrowIfNull(score);

        var file = new SourceMap();
        file.TryAdd(ScoreSchema.Keyword, ScoreSchema.Address);
        foreach ((string key, object? value) in score)
            file.TryAdd(key, value);
        return ScoreJson.TextOf(file, indented: true).ReplaceLineEndings("\n") + "\n";
    }
}
