using System.Text;
using Marianne.Options;

namespace Marianne.Scores;

/// <summary>Writes a score as the text of a file.</summary>
public static class ScoreWriter
{
    private static readonly string[] More =
    [
        "More that can be written here, with the values that count when it is not.",
        "Get-Help about_Marianne_Policies says what each means.",
    ];

    /// <summary>The text of a file: the keys and values, and where a format has comments, what else there is.</summary>
    /// <param name="score">The keys and values.</param>
    /// <param name="format">What to write.</param>
    public static string Write(SourceMap score, ScoreFormat format)
    {
        ArgumentNullException.ThrowIfNull(score);

        return format switch
        {
            ScoreFormat.Json => WriteJson(score),
            ScoreFormat.Yaml =>
                $"# yaml-language-server: $schema={ScoreSchema.Address}\n"
                + "# What a job does; Get-Help about_Marianne_Scores explains it.\n\n"
                + $"{YamlEmitter.Of(score)}\n{Commented(YamlEmitter.Of(Rest(score)), "# ")}",
            _ =>
                "# What a job does; Get-Help about_Marianne_Scores explains it.\n@{\n"
                + $"{DataFileEmitter.Of(score, 1)}\n{Commented(DataFileEmitter.Of(Rest(score), 0), "    # ")}}}\n",
        };
    }

    // JSON has no comments that every reader takes.
    private static string WriteJson(SourceMap score)
    {
        var file = new SourceMap();
        file.TryAdd(ScoreSchema.Keyword, ScoreSchema.Address);
        foreach ((string key, object? value) in score)
            file.TryAdd(key, value);
        return ScoreJson.TextOf(file, indented: true).ReplaceLineEndings("\n") + "\n";
    }

    private static SourceMap Rest(SourceMap score)
    {
        var rest = new SourceMap();
        foreach ((string key, object? value) in ScoreTree.OfDefaults().Where(entry => score.Find(entry.Key) is null))
            rest.TryAdd(key, value);
        return rest;
    }

    private static string Commented(string text, string comment)
    {
        var result = new StringBuilder();
        foreach (string line in More.Concat(text.TrimEnd('\n').Split('\n')))
            result.Append(comment).Append(line).Append('\n');
        return result.ToString();
    }
}
